// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.WireListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation with an agent behind a gateway; it outlives the wires that carry it.
 *
 * <p>Its life:
 *
 * <ol>
 *   <li>{@link #begin} looks for a wire; when there is one, the conversation is open;
 *   <li>what is sent is numbered and kept until the gateway has acknowledged it; what comes is taken in the order of its numbers,
 *       each once, whatever wire brings it;
 *   <li>when the wire is lost, the {@link Mooring} finds another, which goes on at the cursor; nothing is lost by it;
 *   <li>when the gateway does not know the connection any more, what is pending is answered as in doubt. Then this ends, or, if
 *       asked for, begins another connection: {@code initialize} is said again there, and the application told of a gap.
 * </ol>
 *
 * <p>Thread-safe. The lock guards state alone; nobody is called with it.
 */
final class ResumableConnection implements AgentConnection {
    private static final Logger log = LoggerFactory.getLogger(ResumableConnection.class);
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    private final AgentContext context;
    private final Surroundings around;
    private final States states;
    private final Object lock = new Object();
    private final Outbox outbox = new Outbox();
    private final Conversation conversation = new Conversation();
    private final Identity identity;
    private final Renewal renewal;
    private final Inbox inbox;
    private final Mooring mooring;
    private final Sending sending;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    private @Nullable CloseReason end;

    ResumableConnection(AgentContext context, Surroundings around, StateListener listener) {
        this.context = context;
        this.around = around;
        this.states = new States(context.connectionId(), listener);
        this.identity = new Identity(around::newName);
        this.renewal = new Renewal(identity, conversation, outbox, states);
        this.inbox = new Inbox(context.listener());
        this.mooring = new Mooring(this, identity, lock, around, context.limits(), states);
        this.sending = new Sending(lock, identity, conversation, outbox, mooring, context.limits());
    }

    /** Looks for a wire. Called once; fails if there is none, and then nothing is left. */
    CompletionStage<AgentConnection> begin() {
        return mooring.begin().thenApply(nothing -> this);
    }

    @Override
    public String id() {
        return context.connectionId();
    }

    /** Tries to come back at once, instead of when it is time. */
    void retryNow() {
        mooring.retryNow();
    }

    // ---- the way up

    @Override
    public CompletionStage<Void> send(Message message) {
        Sending.Taken taken;
        synchronized (lock) {
            if (end != null) {
                return CompletableFuture.failedStage(
                        new AgentException(end.code(), "The connection is over. " + end.detail()));
            }
            taken = conversation.isAnew(message) && around.renewing() ? null : sending.take(message);
        }
        if (taken != null) {
            return taken.goOn();
        }
        leave(new CloseReason(Code.NORMAL, "The client began anew."), message);
        return GO_ON;
    }

    // ---- the way down

    /**
     * Takes what a wire brought.
     *
     * @param message null if the bytes are no message
     * @return completes when the next may come
     */
    CompletionStage<Void> take(Carrier carrier, long sequence, @Nullable Message message, int size) {
        CompletionStage<Void> taken = GO_ON;
        boolean first = false;
        boolean named = false;
        Conversation.Fate fate = Conversation.Fate.UNASKED;
        synchronized (lock) {
            if (end != null || !identity.has(carrier)) {
                return GO_ON;
            }
            if (sequence != WireListener.UNNUMBERED) {
                first = carrier.receipt.count(size);
                if (!identity.cursor().take(sequence)) {
                    message = null;
                }
            }
            if (message != null) {
                named = identity.heard(carrier);
                carrier.progressed = true;
                fate = conversation.fromAgent(message);
                if (fate == Conversation.Fate.DELIVERED) {
                    taken = inbox.add(message);
                }
            }
        }
        inbox.drain();
        if (named) {
            mooring.named();
        }
        carrier.acknowledge(first);
        if (message != null) {
            replay(carrier, fate, message);
        }
        return taken;
    }

    /** Learns what the gateway says beside messages. */
    void noticed(Carrier carrier, Notice notice) {
        if (notice instanceof Notice.Attached attached) {
            attached(carrier, attached);
        } else if (notice instanceof Notice.Gap gap) {
            gap(carrier, gap);
        }
    }

    private void attached(Carrier carrier, Notice.Attached attached) {
        synchronized (lock) {
            carrier.attached = attached;
            if (carrier == mooring.current()) {
                moored(carrier);
            }
        }
        carrier.wake();
    }

    private void gap(Carrier carrier, Notice.Gap gap) {
        synchronized (lock) {
            if (!identity.has(carrier) || !identity.cursor().skip(gap, carrier.after)) {
                return;
            }
            states.add(new ConnectionState.Gap(gap.from(), gap.to(), gap.reason()));
        }
        log.warn("Messages are lost: {} to {}: {} connection={}", gap.from(), gap.to(), gap.reason(), id());
        states.tell();
    }

    // ---- wires

    /** Makes the carrier of a wire that is about to be dialled from there; we may be further by now. */
    Carrier carrier(Way way, Resumption from) {
        synchronized (lock) {
            return new Carrier(this, sending, way, identity.epochOf(from), from, around.timers(), context.limits());
        }
    }

    /** Learns that a carrier is in use, or what its gateway says. Called with the lock. */
    void moored(Carrier carrier) {
        Notice.Attached attached = carrier.attached;
        if (attached != null) {
            identity.name(attached);
            sending.attached(carrier, attached, context.limits());
        }
        renewal.moored();
    }

    /** Learns that a wire is gone. */
    void lost(Carrier carrier, CloseReason reason) {
        mooring.lost(carrier, reason);
    }

    // ---- another connection in place of one that is gone

    /** Learns that the gateway does not know the connection any more. */
    void gone(CloseReason reason) {
        CloseReason why = new CloseReason(reason.code(), "The connection to the agent is gone: " + reason.detail());
        if (around.renewing()) {
            leave(why, null);
        } else {
            end(why);
        }
    }

    /** Returns whether nothing was answered yet, so that beginning again repeats nothing. Called with the lock. */
    boolean isUnbegun() {
        return !conversation.isInitialized();
    }

    /**
     * Returns whether nothing but {@code initialize} was sent, and the gateway may not have it: said again in the same name, it begins
     * nothing twice (wire.md 2.2). Called with the lock.
     */
    boolean isToBeBegunAgain() {
        return !conversation.isBegun() && outbox.isAtTheBeginning();
    }

    /** Begins again by another transport, since one did not carry even the beginning. */
    void beginElsewhere(CloseReason reason) {
        leave(reason, null);
    }

    /** Leaves a connection behind for another, which begins with the message if there is one. */
    private void leave(CloseReason why, @Nullable Message initialize) {
        CompletableFuture<Void> granted;
        String left;
        synchronized (lock) {
            if (end != null) {
                return;
            }
            left = identity.connectionId();
            renewal.begin(why, initialize).forEach(inbox::add);
            granted = outbox.granted(true);
        }
        inbox.drain();
        Sending.grant(granted);
        log.warn("A new connection is begun: {} connection={}", why.detail(), id());
        if (left != null && why.code() == Code.NORMAL) {
            var unused = around.farewell().apply(left);
        }
        mooring.renew(why);
    }

    /** Says again what began the conversation, step by step. */
    private void replay(Carrier carrier, Conversation.Fate fate, Message answer) {
        if (fate == Conversation.Fate.REFUSED) {
            end(new CloseReason(
                    Code.PROTOCOL, "The agent refused what had begun the conversation when it was said again."));
        } else if (fate == Conversation.Fate.REPLAYED) {
            synchronized (lock) {
                renewal.answered(answer);
            }
            carrier.wake();
            states.tell();
        }
    }

    // ---- the end

    @Override
    public CompletionStage<CloseReason> close(CloseReason reason) {
        end(reason, true);
        return closed;
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return closed;
    }

    /** Ends the conversation: what is pending is answered, then the application told. Only the first call counts. */
    void end(CloseReason reason) {
        end(reason, false);
    }

    private void end(CloseReason reason, boolean asked) {
        CompletableFuture<Void> granted;
        Carrier carrier;
        String left;
        synchronized (lock) {
            if (end != null) {
                return;
            }
            end = reason;
            carrier = mooring.end();
            left = identity.connectionId();
            if (!asked) {
                conversation.abandonAll(reason, outbox.unsent()).forEach(inbox::add);
            }
            inbox.end(reason, asked);
            granted = outbox.granted(true);
            states.add(ConnectionState.Closed.of(reason));
        }
        mooring.cancel();
        if (carrier != null) {
            carrier.close(reason);
        }
        Sending.grant(granted);
        inbox.drain();
        states.tell();
        CompletionStage<Void> farewell =
                left == null ? GO_ON : around.farewell().apply(left);
        var unused = inbox.closed()
                .thenCombine(farewell.exceptionally(failure -> null), (why, gone) -> closed.complete(why));
    }
}
