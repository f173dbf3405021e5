// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one reader's steps to its wire, one at a time.
 *
 * <p>{@link #wake} may come from anywhere, as often as it likes; one task at a time asks for the next {@link Step}, puts it on the wire
 * and waits for the wire's stage. While a batch is under way the journal grows, so that a slow wire gets fewer, larger batches.
 */
final class Pump {
    private static final Logger log = LoggerFactory.getLogger(Pump.class);
    private static final int STEPS_IN_A_ROW = 4;

    private final Reader reader;
    private final Wires wires;
    private final Wire wire;
    private final Executor delivery;
    private final AtomicInteger wakes = new AtomicInteger();

    /** Which of two comes: the end of a write, and the task that leaves it alone. The second goes on. */
    private final AtomicBoolean second = new AtomicBoolean();

    Pump(Reader reader, Wires wires, Wire wire, Executor delivery) {
        this.reader = reader;
        this.wires = wires;
        this.wire = wire;
        this.delivery = delivery;
    }

    /** Says that there may be something to deliver. Never blocks; any thread. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            runBehind();
        }
    }

    /**
     * Runs behind what the calling thread is doing, if it takes work as an engine's threads do: that saves a change of threads, and
     * what else the thread brings about goes into the same batch.
     */
    private void runBehind() {
        if (Thread.currentThread() instanceof Executor thread) {
            try {
                thread.execute(this::run);
                return;
            } catch (RejectedExecutionException e) {
                log.debug("The engine is ending; a delivery thread goes on.");
            }
        }
        runSoon();
    }

    private void runSoon() {
        delivery.execute(this::run);
    }

    private void run() {
        for (int steps = 0; steps < STEPS_IN_A_ROW; steps++) {
            int seen = wakes.get();
            Step step = wires.next(reader);
            if (step == null) {
                if (wakes.addAndGet(-seen) == 0) {
                    return;
                }
                continue;
            }
            CompletableFuture<Void> written = put(step);
            if (!written.isDone() && !endsHere(written, step)) {
                return;
            }
            if (!completed(step, written.isCompletedExceptionally())) {
                return;
            }
        }
        runSoon();
    }

    /**
     * Returns whether a write has ended while it was being waited for: then the caller goes on. Otherwise whoever ends it does, which
     * saves a change of threads.
     */
    private boolean endsHere(CompletableFuture<Void> written, Step step) {
        second.set(false);
        var unused = written.whenComplete((nothing, failure) -> {
            if (second.getAndSet(true) && completed(step, failure != null)) {
                run();
            }
        });
        return second.getAndSet(true);
    }

    private CompletableFuture<Void> put(Step step) {
        reader.pulse.writing(step.bytes());
        Notice notice = step.notice();
        try {
            return (notice == null ? wire.write(step.events()) : wire.tell(notice)).toCompletableFuture();
        } catch (RuntimeException e) {
            log.error(
                    "A wire threw instead of failing its stage; it is cut. transport={}",
                    wire.peer().transport(),
                    e);
            wire.close(CloseReason.LINK_LOST);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Returns whether to go on. After a failure or the last step the pump never runs again. */
    private boolean completed(Step step, boolean failed) {
        reader.pulse.written();
        if (failed) {
            return false;
        }
        CloseReason end = step.end();
        if (end != null) {
            wires.told(reader, end);
            wire.close(end);
            return false;
        }
        if (!step.events().isEmpty()) {
            wires.taken(reader, step.events().get(step.events().size() - 1).sequence());
        }
        return true;
    }
}
