// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.transport.polling.PollReply.Down;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way down of polls: tells the listener what their answers say, each event once, the next when it has taken the one before [5.1].
 * Used in turns alone.
 */
final class Hearing {
    private final DialContext context;
    private final WireListener listener;
    private final Duration heartbeat;
    private final Executor turns;
    private final Consumer<@Nullable CloseReason> heard;

    private @Nullable String connectionId;
    private long acknowledged;
    private long cursor;
    private boolean delivering;
    private boolean caughtUp;

    /**
     * Creates the way down.
     *
     * @param cursor up to where the listener has all
     * @param heartbeat how often an answer comes at least
     * @param turns runs what goes on when the listener has taken something
     * @param heard learns that all of an answer is delivered, and why nothing more is to come, or null if more is
     */
    Hearing(
            DialContext context,
            long cursor,
            Duration heartbeat,
            Executor turns,
            Consumer<@Nullable CloseReason> heard) {
        this.context = context;
        this.listener = context.listener();
        this.cursor = cursor;
        this.heartbeat = heartbeat;
        this.turns = turns;
        this.heard = heard;
    }

    /** Returns the connection that the gateway named, or null if it has named none. */
    @Nullable String connectionId() {
        return connectionId;
    }

    /** Returns up to where the listener was given all. */
    long cursor() {
        return cursor;
    }

    /** Returns whether the listener has not taken all yet. */
    boolean isDelivering() {
        return delivering;
    }

    /** Tells what an answer says beside its news. */
    void learn(PollReply reply) {
        if (reply.connectionId() != null && !reply.connectionId().equals(connectionId)) {
            connectionId = reply.connectionId();
            acknowledged = reply.received();
            listener.onNotice(new Notice.Attached(connectionId, acknowledged, heartbeat, context.limits()));
        } else if (reply.received() > acknowledged) {
            acknowledged = reply.received();
            listener.onAcknowledged(acknowledged);
        } else {
            listener.onAlive();
        }
    }

    /** Delivers the news of an answer. */
    void deliver(PollReply reply) {
        if (delivering) {
            // Its events come again, since the cursor has not moved; what others have answered does not.
            reply.notices().stream().filter(Notice.Resolved.class::isInstance).forEach(listener::onNotice);
            return;
        }
        reply.notices().forEach(listener::onNotice);
        if (reply.goesBack(cursor)) {
            cursor = reply.next();
        }
        deliver(reply, reply.events().iterator());
    }

    private void deliver(PollReply reply, Iterator<Down> rest) {
        while (rest.hasNext()) {
            Down event = rest.next();
            if (event.sequence() <= cursor) {
                continue;
            }
            byte[] utf8 = event.utf8();
            if (utf8.length > context.limits().bytes()) {
                heard.accept(tooLarge(event, utf8.length));
                return;
            }
            cursor = event.sequence();
            CompletableFuture<Void> taken = listener.onMessage(cursor, utf8).toCompletableFuture();
            if (!taken.isDone()) {
                delivering = true;
                var unused = taken.thenRunAsync(
                        () -> {
                            delivering = false;
                            deliver(reply, rest);
                        },
                        turns);
                return;
            }
        }
        finish(reply);
    }

    private CloseReason tooLarge(Down event, int size) {
        return new CloseReason(
                Code.TOO_LARGE,
                "Message " + event.sequence() + " of the gateway has " + size + " bytes; at most "
                        + context.limits().bytes() + " are allowed.");
    }

    private void finish(PollReply reply) {
        cursor = Math.max(cursor, reply.next());
        if (reply.caughtUp() && !reply.hasNews() && !caughtUp) {
            caughtUp = true;
            listener.onNotice(new Notice.CaughtUp(cursor));
        }
        heard.accept(reply.end() == null ? null : reply.end().reason());
    }
}
