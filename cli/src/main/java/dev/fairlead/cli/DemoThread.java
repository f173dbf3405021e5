// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread on which everything of a demo agent happens. */
final class DemoThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DemoThread.class);

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, DemoThread::daemon);

    DemoThread() {
        executor.setRemoveOnCancelPolicy(true);
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    /** Runs a task on the thread, after those given before; returns whether it will run. */
    boolean run(Runnable task) {
        try {
            executor.execute(() -> guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Returns a future that completes on the thread after that time, and never once the thread has ended. */
    CompletableFuture<Void> pause(Duration time) {
        CompletableFuture<Void> over = new CompletableFuture<>();
        try {
            Future<?> alarm =
                    executor.schedule(() -> guarded(() -> over.complete(null)), time.toNanos(), TimeUnit.NANOSECONDS);
            var unused = over.whenComplete((nothing, cancelled) -> alarm.cancel(false));
        } catch (RejectedExecutionException e) {
            over.cancel(false);
        }
        return over;
    }

    /** Runs what was given before, then ends the thread. */
    @Override
    public void close() {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** An executor of this kind would keep a failure to itself. */
    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("The demo agent stumbled.", e);
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "demo-agent");
        thread.setDaemon(true);
        return thread;
    }
}
