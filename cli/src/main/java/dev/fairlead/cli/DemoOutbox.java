// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentListener;
import dev.fairlead.api.Message;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the agent has said and the listener has not asked for yet, in order [5.1].
 *
 * <p>Who streams waits until one message is taken before it makes the next; so what waits here are answers, and one message for each
 * turn. Past {@value #LIMIT} no more is read from the client.
 */
final class DemoOutbox {
    private static final int LIMIT = 1024;

    private final AgentListener listener;
    private final DemoThread thread;
    private final Queue<Entry> waiting = new ArrayDeque<>();
    private boolean taking;
    private boolean closed;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private CompletableFuture<Void> emptied = CompletableFuture.completedFuture(null);

    private record Entry(Message message, CompletableFuture<Void> taken) {}

    DemoOutbox(AgentListener listener, DemoThread thread) {
        this.listener = listener;
        this.thread = thread;
    }

    /** Says a message after those before it; the result completes when the listener asks for the next. */
    CompletionStage<Void> put(Message message) {
        Entry entry = new Entry(message, new CompletableFuture<>());
        if (closed) {
            entry.taken.cancel(false);
            return entry.taken;
        }
        waiting.add(entry);
        if (waiting.size() == LIMIT) {
            room = new CompletableFuture<>();
        }
        if (emptied.isDone()) {
            emptied = new CompletableFuture<>();
        }
        pump();
        return entry.taken;
    }

    /** Returns a stage that completes when fewer than {@value #LIMIT} messages wait. */
    CompletionStage<Void> room() {
        return room;
    }

    /** Returns a stage that completes when the listener has taken everything. */
    CompletionStage<Void> emptied() {
        return emptied;
    }

    /** Forgets what waits; the listener is not called again. */
    void close() {
        closed = true;
        waiting.forEach(entry -> entry.taken.cancel(false));
        waiting.clear();
        room.complete(null);
        emptied.complete(null);
    }

    private void pump() {
        while (!taking && !waiting.isEmpty()) {
            Entry entry = waiting.remove();
            if (waiting.size() == LIMIT - 1) {
                room.complete(null);
            }
            taking = true;
            CompletableFuture<Void> demand = listener.onMessage(entry.message).toCompletableFuture();
            if (demand.isDone()) {
                taken(entry);
            } else {
                var unused = demand.whenComplete((nothing, failure) -> thread.run(() -> {
                    taken(entry);
                    pump();
                }));
            }
        }
    }

    private void taken(Entry entry) {
        taking = false;
        if (waiting.isEmpty()) {
            emptied.complete(null);
        }
        entry.taken.complete(null);
    }
}
