// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** The clock of a proxy that stands still until a test lets time pass, however busy the machine is. */
final class StoppedClock implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong();

    @Override
    public long getAsLong() {
        return nanos.get();
    }

    /** Lets time pass; returns when the proxy has done what was due by then. */
    void pass(FaultProxy proxy, Duration time) {
        nanos.addAndGet(time.toNanos());
        CompletableFuture<Void> done = new CompletableFuture<>();
        proxy.after(Duration.ZERO, () -> done.complete(null));
        done.join();
    }
}
