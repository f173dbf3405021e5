// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts calls and WebSockets under way, so that stopping can wait for them. Thread-safe. */
final class CallCount {
    /** One for the engine itself, until it stops. */
    private final AtomicInteger count = new AtomicInteger(1);

    private final CompletableFuture<Void> none = new CompletableFuture<>();
    private volatile boolean stopping;

    /** Counts one more, which must be ended. */
    void begin() {
        count.incrementAndGet();
    }

    void end() {
        if (count.decrementAndGet() == 0) {
            none.complete(null);
        }
    }

    /** Returns whether new calls are to be turned away. */
    boolean isStopping() {
        return stopping;
    }

    /** Returns a stage that completes when none is left, or when there is no more {@linkplain #giveUp waiting}. Called once. */
    CompletionStage<Void> stop() {
        stopping = true;
        end();
        return none;
    }

    /** Ends the waiting. */
    void giveUp() {
        none.complete(null);
    }
}
