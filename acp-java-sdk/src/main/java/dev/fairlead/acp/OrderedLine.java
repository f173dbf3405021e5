// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.acp;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages of many threads to one taker, one at a time [1.2], in the order in which they were sent. Bounded: who sends without
 * waiting for its stages is refused when {@value #MOST} wait.
 */
final class OrderedLine {
    static final int MOST = 1024;

    private record Waiting(Message message, CompletableFuture<Void> taken) {}

    private final Function<Message, CompletionStage<Void>> taker;
    private final Queue<Waiting> waiting = new ArrayDeque<>();
    private boolean busy;
    private @Nullable AgentException closed;

    OrderedLine(Function<Message, CompletionStage<Void>> taker) {
        this.taker = taker;
    }

    /** Sends a message; the stage completes when it is taken, and fails with an {@link AgentException} if it will not be. */
    CompletionStage<Void> send(Message message) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        synchronized (waiting) {
            if (closed != null) {
                return CompletableFuture.failedStage(closed);
            }
            if (waiting.size() >= MOST) {
                return CompletableFuture.failedStage(new AgentException(
                        Code.LIMIT_REACHED,
                        MOST + " messages wait to be taken. Wait for the stage of one before you send the next."));
            }
            waiting.add(new Waiting(message, taken));
            if (busy) {
                return taken;
            }
            busy = true;
        }
        drain();
        return taken;
    }

    /** Refuses everything from now on, and what still waits. */
    void close(AgentException why) {
        Queue<Waiting> left;
        synchronized (waiting) {
            closed = why;
            left = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        left.forEach(one -> one.taken.completeExceptionally(why));
    }

    private void drain() {
        for (Waiting next = next(); next != null; next = next()) {
            CompletableFuture<Void> taken = next.taken;
            CompletableFuture<Void> taking = take(next.message);
            boolean goesOn = taking.isDone();
            var unused = taking.whenComplete((nothing, failure) -> {
                complete(taken, failure);
                if (!goesOn) {
                    drain();
                }
            });
            if (!goesOn) {
                return;
            }
        }
    }

    private @Nullable Waiting next() {
        synchronized (waiting) {
            Waiting next = waiting.poll();
            busy = next != null;
            return next;
        }
    }

    private CompletableFuture<Void> take(Message message) {
        try {
            return taker.apply(message).toCompletableFuture();
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void complete(CompletableFuture<Void> taken, @Nullable Throwable failure) {
        if (failure == null) {
            taken.complete(null);
        } else {
            taken.completeExceptionally(failure);
        }
    }
}
