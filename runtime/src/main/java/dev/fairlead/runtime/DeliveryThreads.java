// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.TimeUnit;

/** The threads on which readers put the journal on wires: as many as there are processors, first in first out. */
final class DeliveryThreads {
    private DeliveryThreads() {}

    static ForkJoinPool start() {
        int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
        return new ForkJoinPool(
                threads, DeliveryThreads::named, null, true, threads, threads, 1, null, 30, TimeUnit.SECONDS);
    }

    private static ForkJoinWorkerThread named(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("fairlead-delivery-" + thread.getPoolIndex());
        return thread;
    }
}
