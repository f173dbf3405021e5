// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Time that passes when a test says so. */
public final class FakeTimers implements Timers {
    private record Entry(long due, long order, Runnable task) {}

    private final Queue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::due).thenComparingLong(Entry::order));
    /** Not zero, so that nobody takes the origin for it. */
    private long now = Duration.ofDays(1).toNanos();

    private long order;

    @Override
    public long now() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        entries.add(new Entry(now + delay.toNanos(), order++, task));
    }

    /** Lets time pass and runs what is due, each task at its time. */
    public void advance(Duration time) {
        long end = now + time.toNanos();
        for (Entry next = entries.peek(); next != null && next.due <= end; next = entries.peek()) {
            now = Math.max(now, next.due);
            entries.remove().task.run();
        }
        now = end;
    }

    /** Lets time pass up to the next task and runs it; returns false if there is none. */
    boolean step() {
        Entry next = entries.poll();
        if (next == null) {
            return false;
        }
        now = Math.max(now, next.due);
        next.task.run();
        return true;
    }

    /** Returns how many tasks wait. */
    int waiting() {
        return entries.size();
    }
}
