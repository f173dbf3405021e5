// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came from the agent, on its way to the application: one message at a time, each when the one before has been taken [5.1].
 *
 * <p>Bounded by who fills it: a wire gives its next message only when this one is taken, and two wires at most are open during a move.
 * Thread-safe.
 */
final class Inbox {
    private static final Logger log = LoggerFactory.getLogger(Inbox.class);

    private record Entry(Message message, CompletableFuture<Void> taken) {}

    private final AgentListener listener;
    private final Deque<Entry> waiting = new ArrayDeque<>(2);
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private boolean calling;
    private boolean demanded = true;
    private boolean ended;
    private @Nullable CloseReason end;

    Inbox(AgentListener listener) {
        this.listener = listener;
    }

    /** Adds a message; {@link #drain} must follow, outside of any lock. Returns a stage that completes when it was taken. */
    synchronized CompletionStage<Void> add(Message message) {
        Entry entry = new Entry(message, new CompletableFuture<>());
        if (end == null) {
            waiting.add(entry);
        } else {
            entry.taken.complete(null);
        }
        return entry.taken;
    }

    /** Adds the end; {@link #drain} must follow. Only the first counts, but one without patience still forgets what waits. */
    void end(CloseReason reason, boolean atOnce) {
        Deque<Entry> forgotten = new ArrayDeque<>();
        synchronized (this) {
            if (end == null) {
                end = reason;
            }
            if (atOnce) {
                forgotten.addAll(waiting);
                waiting.clear();
            }
        }
        forgotten.forEach(entry -> entry.taken.complete(null));
    }

    /** Returns a stage that completes when the application has heard of the end. */
    CompletableFuture<CloseReason> closed() {
        return closed;
    }

    /** Hands over what waits, as far as the application takes it. */
    void drain() {
        while (true) {
            Entry next;
            CloseReason last;
            synchronized (this) {
                next = calling || ended || !demanded ? null : waiting.poll();
                last = !calling && !ended && waiting.isEmpty() && next == null ? end : null;
                if (next == null && last == null) {
                    return;
                }
                calling = true;
                demanded = next == null;
                ended = last != null;
            }
            if (last != null) {
                finish(last);
                return;
            }
            if (next != null) {
                hand(next);
            }
        }
    }

    private void hand(Entry entry) {
        CompletableFuture<Void> asked = call(entry.message);
        synchronized (this) {
            calling = false;
            demanded = asked.isDone();
        }
        if (asked.isDone()) {
            entry.taken.complete(null);
            return;
        }
        var unused = asked.whenComplete((nothing, failure) -> {
            synchronized (this) {
                demanded = true;
            }
            entry.taken.complete(null);
            drain();
        });
    }

    private CompletableFuture<Void> call(Message message) {
        try {
            return listener.onMessage(message).toCompletableFuture();
        } catch (RuntimeException e) {
            log.error("The application failed at {}; it gets the next.", message, e);
            return CompletableFuture.completedFuture(null);
        }
    }

    private void finish(CloseReason reason) {
        try {
            listener.onClosed(reason);
        } catch (RuntimeException e) {
            log.error("The application failed at the end of its connection.", e);
        }
        closed.complete(reason);
    }
}
