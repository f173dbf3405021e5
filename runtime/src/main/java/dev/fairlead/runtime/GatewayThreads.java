// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.runtime.connection.TimerWheel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/**
 * The threads of a gateway beside those of the engine: one for all timers, and those on which readers put the journal on wires, as many
 * as there are processors, first in first out.
 */
final class GatewayThreads {
    private static final int LONGEST_TASK_SECONDS = 10;

    private final TimerWheel timers = new TimerWheel();
    private final ForkJoinPool delivery;

    /** Starts them. */
    GatewayThreads() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        delivery = new ForkJoinPool(
                threads, GatewayThreads::named, null, true, threads, threads, 1, null, 30, TimeUnit.SECONDS);
    }

    private static ForkJoinWorkerThread named(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("fairlead-delivery-" + thread.getPoolIndex());
        return thread;
    }

    TimerWheel timers() {
        return timers;
    }

    ForkJoinPool delivery() {
        return delivery;
    }

    /** Returns a stage that completes after that time. */
    CompletionStage<Void> pause(Duration time) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        timers.after(time, () -> over.complete(null));
        return over;
    }

    /** Ends them; completes, on a thread that is none of them, when none is left. */
    CompletionStage<Void> stop() {
        return CompletableFuture.runAsync(this::end, ForkJoinPool.commonPool());
    }

    private void end() {
        timers.close();
        delivery.shutdown();
        try {
            if (!delivery.awaitTermination(LONGEST_TASK_SECONDS, TimeUnit.SECONDS)) {
                throw new AgentException(Code.INTERNAL, "A delivery thread does not end: a wire blocks it.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
