// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The way up: what the application sends is numbered and kept until the gateway has it, and given to the wire in use as that takes it.
 *
 * <p>Thread-safe. Its state is guarded by the connection's lock; nobody is called with it.
 */
final class Sending {
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    private final Object lock;
    private final Identity identity;
    private final Conversation conversation;
    private final Outbox outbox;
    private final Mooring mooring;
    private int largest;

    /**
     * What becomes of a message.
     *
     * @param carrier the wire that is to be woken for it, or null if there is none
     * @param room completes when the next may come
     */
    record Taken(@Nullable Carrier carrier, CompletionStage<Void> room) {
        /** Lets the wire go on; called without the lock. */
        CompletionStage<Void> goOn() {
            if (carrier != null) {
                carrier.wake();
            }
            return room;
        }
    }

    Sending(
            Object lock,
            Identity identity,
            Conversation conversation,
            Outbox outbox,
            Mooring mooring,
            MessageLimits limits) {
        this.lock = lock;
        this.identity = identity;
        this.conversation = conversation;
        this.outbox = outbox;
        this.mooring = mooring;
        this.largest = limits.bytes();
    }

    /** Takes a message of the application. Called with the lock. */
    Taken take(Message message) {
        if (message.size() > largest) {
            return new Taken(
                    null,
                    CompletableFuture.failedStage(new AgentException(
                            Code.TOO_LARGE,
                            "The message has " + message.size() + " bytes; the gateway takes at most " + largest
                                    + ".")));
        }
        if (conversation.isStale(message)) {
            return new Taken(null, GO_ON);
        }
        outbox.add(message, conversation.fromApplication(message));
        return new Taken(mooring.current(), outbox.room());
    }

    /** Learns what the gateway has, and takes at most, when a wire attaches. Called with the lock. */
    void attached(Carrier carrier, Notice.Attached attached, MessageLimits ours) {
        largest = Math.min(ours.bytes(), attached.limits().bytes());
        outbox.acknowledge(attached.received());
        carrier.written = Math.max(carrier.written, attached.received());
    }

    /** Returns the next step of a carrier, or null if there is none now. Called by its pump. */
    Pump.@Nullable Step next(Carrier carrier) {
        synchronized (lock) {
            if (carrier.over || !identity.has(carrier)) {
                return null;
            }
            if (carrier.receipt.take()) {
                return new Pump.Step(
                        List.of(), new Notice.Acknowledged(identity.cursor().sequence()));
            }
            if (carrier != mooring.current()) {
                return null;
            }
            List<Event> events = outbox.next(carrier);
            if (!events.isEmpty()) {
                carrier.heartbeatDue = false;
                return new Pump.Step(events, null);
            }
            if (carrier.heartbeatDue) {
                carrier.heartbeatDue = false;
                return new Pump.Step(List.of(), new Notice.Heartbeat());
            }
            return null;
        }
    }

    /** Learns that a wire has taken messages up to a number; where nobody acknowledges, that is all there is. */
    void written(Carrier carrier, long upTo) {
        if (carrier.attached == null) {
            acknowledged(carrier, upTo);
        }
    }

    /** Learns that the gateway has messages up to a number. */
    void acknowledged(Carrier carrier, long upTo) {
        CompletableFuture<Void> granted;
        synchronized (lock) {
            if (!identity.has(carrier)) {
                return;
            }
            outbox.acknowledge(upTo);
            granted = outbox.granted(false);
        }
        grant(granted);
    }

    /** Lets go on who waited for room. Called without the lock. */
    static void grant(@Nullable CompletableFuture<Void> granted) {
        if (granted != null) {
            granted.complete(null);
        }
    }
}
