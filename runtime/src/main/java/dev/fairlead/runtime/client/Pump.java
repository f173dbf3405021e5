// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.runtime.connection.Timers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings what there is to write to the wire of a carrier, one step at a time [1.1]. */
final class Pump {
    private static final Logger log = LoggerFactory.getLogger(Pump.class);

    /**
     * The next thing to write.
     *
     * @param events messages, or none
     * @param notice what is told in their place
     */
    record Step(List<Event> events, @Nullable Notice notice) {}

    private final Carrier carrier;
    private final Sending sending;
    private final Wire wire;
    private final Timers timers;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile long wrote;

    Pump(Carrier carrier, Sending sending, Wire wire, Timers timers) {
        this.carrier = carrier;
        this.sending = sending;
        this.wire = wire;
        this.timers = timers;
        this.wrote = carrier.begun;
    }

    /** Says that there may be something to write. Called without any lock. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            run();
        }
    }

    /** Returns whether nothing has been written for that time, in nanoseconds. */
    boolean isIdle(long now, long least) {
        return now - wrote >= least;
    }

    private void run() {
        while (true) {
            int seen = wakes.get();
            Step step = sending.next(carrier);
            if (step == null) {
                if (wakes.compareAndSet(seen, 0)) {
                    return;
                }
                continue;
            }
            wrote = timers.now();
            CompletableFuture<Void> write = write(step);
            if (!write.isDone()) {
                var unused = write.whenComplete((nothing, failure) -> {
                    if (failure == null) {
                        written(step);
                        run();
                    }
                });
                return;
            }
            if (write.isCompletedExceptionally()) {
                return; // the wire's end follows [6.6]
            }
            written(step);
        }
    }

    private CompletableFuture<Void> write(Step step) {
        try {
            return (step.notice == null ? wire.write(step.events) : wire.tell(step.notice)).toCompletableFuture();
        } catch (RuntimeException e) {
            log.error("A wire threw instead of failing its stage.", e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private void written(Step step) {
        wrote = timers.now();
        if (!step.events.isEmpty()) {
            sending.written(carrier, step.events.get(step.events.size() - 1).sequence());
        }
    }
}
