// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The test's thread stands for the agent's where the agent's has nothing to do. */
class DemoOutboxTest {
    private final DemoThread thread = new DemoThread();
    private final List<String> taken = new ArrayList<>();
    private CompletableFuture<Void> demand = CompletableFuture.completedFuture(null);

    private final DemoOutbox outbox = new DemoOutbox(
            new AgentListener() {
                @Override
                public CompletionStage<Void> onMessage(Message message) {
                    taken.add(message.envelope().method());
                    return demand;
                }

                @Override
                public void onClosed(CloseReason reason) {}
            },
            thread);

    @AfterEach
    void end() {
        thread.close();
    }

    @Test
    void givesAMessageAtOnceToAListenerThatWantsOne() {
        assertTrue(isDone(outbox.put(message("a"))));
        assertEquals(List.of("a"), taken);
        assertTrue(isDone(outbox.emptied()));
    }

    @Test
    void givesTheNextMessageWhenTheListenerAsksForIt() {
        demand = new CompletableFuture<>();
        CompletionStage<Void> first = outbox.put(message("a"));
        CompletionStage<Void> second = outbox.put(message("b"));
        assertEquals(List.of("a"), taken);
        assertFalse(isDone(first));
        assertFalse(isDone(outbox.emptied()));

        demand.complete(null);
        onThread();

        assertEquals(List.of("a", "b"), taken);
        assertTrue(isDone(first));
        assertTrue(isDone(second));
        assertTrue(isDone(outbox.emptied()));
    }

    @Test
    void hasNoRoomWhileAThousandTwentyFourMessagesWait() {
        demand = new CompletableFuture<>();
        for (int i = 0; i < 1024; i++) {
            outbox.put(message("m"));
            assertTrue(isDone(outbox.room()));
        }
        outbox.put(message("m"));
        assertFalse(isDone(outbox.room()));
        CompletionStage<Void> room = outbox.room();

        demand.complete(null);
        onThread();

        assertTrue(isDone(room));
        assertEquals(1025, taken.size());
    }

    @Test
    void forgetsWhatWaitsWhenItIsClosed() {
        demand = new CompletableFuture<>();
        outbox.put(message("a"));
        CompletionStage<Void> waiting = outbox.put(message("b"));

        outbox.close();
        demand.complete(null);
        onThread();
        CompletionStage<Void> late = outbox.put(message("c"));

        assertEquals(List.of("a"), taken);
        assertTrue(waiting.toCompletableFuture().isCancelled());
        assertTrue(late.toCompletableFuture().isCancelled());
        assertTrue(isDone(outbox.emptied()));
        assertTrue(isDone(outbox.room()));
    }

    /** Returns after the agent's thread has done what it has to. */
    private void onThread() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        thread.run(() -> done.complete(null));
        done.join();
    }

    private static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    private static Message message(String method) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}");
    }
}
