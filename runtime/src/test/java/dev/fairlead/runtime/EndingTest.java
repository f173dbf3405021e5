// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class EndingTest {
    private final List<String> begun = new ArrayList<>();

    private Supplier<CompletionStage<Void>> step(String name, CompletionStage<Void> stage) {
        return () -> {
            begun.add(name);
            return stage;
        };
    }

    private Supplier<CompletionStage<Void>> done(String name) {
        return step(name, CompletableFuture.completedStage(null));
    }

    private static Throwable failureOf(Ending ending) {
        CompletableFuture<Void> ended = ending.ended().toCompletableFuture();
        Throwable failure = assertThrows(CompletionException.class, () -> ended.getNow(null));
        return failure.getCause();
    }

    @Test
    void hasEndedWhenThereIsNothingToEnd() {
        assertNull(new Ending().ended().toCompletableFuture().join());
    }

    @Test
    void beginsAStepWhenTheOneBeforeHasEnded() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        Ending ending = new Ending().then("first", step("first", first)).then("second", done("second"));

        assertEquals(List.of("first"), begun);
        assertFalse(ending.ended().toCompletableFuture().isDone());

        first.complete(null);

        assertEquals(List.of("first", "second"), begun);
        assertNull(ending.ended().toCompletableFuture().getNow(null));
    }

    @Test
    void goesOnAfterAFailureAndTellsIt() {
        IllegalStateException failure = new IllegalStateException("stuck");
        try (Logged log = Logged.by(Ending.class)) {
            Ending ending = new Ending()
                    .then("first", step("first", CompletableFuture.failedStage(failure)))
                    .then("second", done("second"));

            assertEquals(List.of("first", "second"), begun);
            assertSame(failure, failureOf(ending));
            assertEquals(List.of("ERROR The first did not end well; the rest is ended nevertheless."), log.lines());
        }
    }

    @Test
    void goesOnAfterAStepThatThrows() {
        IllegalStateException failure = new IllegalStateException("stuck");
        Ending ending = new Ending()
                .then("first", () -> {
                    throw failure;
                })
                .then("second", done("second"));

        assertEquals(List.of("second"), begun);
        assertSame(failure, failureOf(ending));
    }

    @Test
    void goesOnAfterAStepWhoseClassesAreGone() {
        NoClassDefFoundError failure = new NoClassDefFoundError("dev/fairlead/transport/sse/SseWire");
        Ending ending = new Ending()
                .then("first", () -> {
                    throw failure;
                })
                .then("second", done("second"));

        assertEquals(List.of("second"), begun);
        assertSame(failure, failureOf(ending));
    }

    @Test
    void takesTheFirstFailureForTheWhole() {
        IllegalStateException failure = new IllegalStateException("the first");
        try (Logged log = Logged.by(Ending.class)) {
            Ending ending = new Ending()
                    .then("connections", done("connections"))
                    .then("transports", step("transports", CompletableFuture.failedStage(failure)))
                    .then("engine", step("engine", CompletableFuture.failedStage(new IllegalStateException("later"))))
                    .then("threads", done("threads"));

            assertEquals(List.of("connections", "transports", "engine", "threads"), begun);
            assertSame(failure, failureOf(ending));
            assertEquals(2, log.lines().size(), () -> log.lines().toString());
        }
    }

    @Test
    void waitsForTheLastStepAfterAFailure() {
        CompletableFuture<Void> last = new CompletableFuture<>();
        CompletableFuture<Void> ended = new Ending()
                .then("first", step("first", CompletableFuture.failedStage(new IllegalStateException("stuck"))))
                .then("last", step("last", last))
                .ended()
                .toCompletableFuture();

        assertFalse(ended.isDone());
        last.complete(null);
        assertThrows(CompletionException.class, () -> ended.getNow(null));
    }
}
