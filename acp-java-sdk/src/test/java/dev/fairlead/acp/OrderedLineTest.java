// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.acp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class OrderedLineTest {
    private final List<Message> taken = new ArrayList<>();
    private final List<CompletableFuture<Void>> stages = new ArrayList<>();
    private final OrderedLine line = new OrderedLine(message -> {
        taken.add(message);
        CompletableFuture<Void> stage = new CompletableFuture<>();
        stages.add(stage);
        return stage;
    });

    private static Message message(int number) {
        return Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"n\",\"params\":{\"n\":" + number + "}}");
    }

    private static boolean isTaken(CompletionStage<Void> sent) {
        return sent.toCompletableFuture().isDone();
    }

    @Test
    void givesOneAtATimeInOrder() {
        Message first = message(1);
        Message second = message(2);
        CompletionStage<Void> one = line.send(first);
        CompletionStage<Void> two = line.send(second);

        assertEquals(List.of(first), taken);
        stages.get(0).complete(null);
        assertTrue(isTaken(one));
        assertEquals(List.of(first, second), taken);
        assertFalse(isTaken(two));
        stages.get(1).complete(null);
        assertTrue(isTaken(two));
    }

    @Test
    void goesOnBehindOneThatWasNotTaken() {
        CompletionStage<Void> one = line.send(message(1));
        CompletionStage<Void> two = line.send(message(2));

        stages.get(0).completeExceptionally(new AgentException(Code.INTERNAL, "No."));
        stages.get(1).complete(null);

        assertThrows(CompletionException.class, () -> one.toCompletableFuture().join());
        assertTrue(isTaken(two));
    }

    @Test
    void takesAThousandThatAreTakenAtOnceWithoutAStackOfThem() {
        OrderedLine quick = new OrderedLine(message -> CompletableFuture.completedStage(null));
        for (int i = 0; i < 100_000; i++) {
            assertTrue(isTaken(quick.send(message(i))));
        }
    }

    @Test
    void refusesWhoDoesNotWait() {
        for (int i = 0; i <= OrderedLine.MOST; i++) {
            assertFalse(isTaken(line.send(message(i))));
        }

        assertRefused(Code.LIMIT_REACHED, line.send(message(-1)));
    }

    @Test
    void refusesWhatWaitsAndWhatComesWhenItIsClosed() {
        CompletionStage<Void> underWay = line.send(message(1));
        CompletionStage<Void> waiting = line.send(message(2));

        line.close(new AgentException(Code.AGENT_EXITED, "Gone."));

        assertFalse(isTaken(underWay));
        assertRefused(Code.AGENT_EXITED, waiting);
        assertRefused(Code.AGENT_EXITED, line.send(message(3)));
        stages.get(0).complete(null);
        assertTrue(isTaken(underWay));
        assertEquals(1, taken.size());
    }

    private static void assertRefused(Code code, CompletionStage<Void> sent) {
        CompletionException failure = assertThrows(
                CompletionException.class, () -> sent.toCompletableFuture().join());
        assertEquals(code, ((AgentException) failure.getCause()).code());
    }
}
