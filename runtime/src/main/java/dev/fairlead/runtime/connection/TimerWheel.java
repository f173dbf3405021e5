// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread and one wheel for all timers of a gateway: adding costs the same however many there are.
 *
 * <p>A task is due within a tick of {@value #TICK_MILLIS} ms after its delay. A longer delay than one turn goes round more than once.
 */
public final class TimerWheel implements Timers, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TimerWheel.class);
    private static final int TICK_MILLIS = 50;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(TICK_MILLIS);
    private static final int SLOTS = 512;

    private record Entry(long tick, Runnable task) {}

    private final List<List<Entry>> slots = new ArrayList<>(SLOTS);
    private final long origin = System.nanoTime();
    private final Thread thread = new Thread(this::turn, "fairlead-timers");
    private long tick;
    private volatile boolean closed;

    /** Starts the wheel's thread. */
    public TimerWheel() {
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>(0));
        }
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public long now() {
        return System.nanoTime();
    }

    @Override
    public void after(Duration delay, Runnable task) {
        synchronized (slots) {
            long due = (System.nanoTime() - origin + delay.toNanos()) / TICK + 1;
            Entry entry = new Entry(Math.max(due, tick + 1), task);
            slots.get((int) (entry.tick % SLOTS)).add(entry);
        }
    }

    private void turn() {
        while (!closed) {
            long next;
            synchronized (slots) {
                next = origin + (tick + 1) * TICK;
            }
            long wait = next - System.nanoTime();
            if (wait > 0) {
                LockSupport.parkNanos(this, wait);
                continue;
            }
            takeDue().forEach(TimerWheel::run);
        }
    }

    private List<Runnable> takeDue() {
        List<Runnable> due = new ArrayList<>();
        synchronized (slots) {
            tick++;
            slots.get((int) (tick % SLOTS)).removeIf(entry -> entry.tick <= tick && due.add(entry.task));
        }
        return due;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("A timer's task failed; the others go on.", e);
        }
    }

    /** Ends the thread and forgets what is not due; returns when the thread has ended. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
