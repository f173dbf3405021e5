// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends things one after the other, each whatever became of those before it. The first failure is that of the whole. */
final class Ending {
    private static final Logger log = LoggerFactory.getLogger(Ending.class);

    private CompletionStage<Optional<Throwable>> problem = CompletableFuture.completedStage(Optional.empty());

    /** Adds a step, which begins when those before it have ended, well or badly. */
    Ending then(String what, Supplier<? extends CompletionStage<?>> step) {
        problem = problem.thenCompose(first -> begin(step).handle((done, failure) -> {
            if (failure != null) {
                log.error("The {} did not end well; the rest is ended nevertheless.", what, failure);
            }
            return first.isPresent() ? first : Optional.ofNullable(failure);
        }));
        return this;
    }

    private static CompletionStage<?> begin(Supplier<? extends CompletionStage<?>> step) {
        try {
            return Objects.requireNonNull(step.get(), "It gave no stage.");
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedStage(e);
        }
    }

    /** Returns a stage that completes when all steps have ended, and fails if one did. */
    CompletionStage<Void> ended() {
        return problem.thenCompose(first -> first.isEmpty()
                ? CompletableFuture.<Void>completedStage(null)
                : CompletableFuture.<Void>failedStage(first.get()));
    }
}
