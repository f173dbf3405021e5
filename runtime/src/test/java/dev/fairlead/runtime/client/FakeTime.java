// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.runtime.connection.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;

/** Time that passes when a test says so. */
final class FakeTime implements Timers {
    private record Entry(long due, long order, Runnable task) {}

    private final Queue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::due).thenComparingLong(Entry::order));
    private long now = Duration.ofDays(1).toNanos();
    private long order;

    @Override
    public long now() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        entries.add(new Entry(now + Math.max(0, delay.toNanos()), order++, task));
    }

    /** Lets time pass and runs what is due, each task at its time. */
    void advance(Duration time) {
        long end = now + time.toNanos();
        for (Entry next = entries.peek(); next != null && next.due <= end; next = entries.peek()) {
            now = Math.max(now, next.due);
            entries.remove().task.run();
        }
        now = end;
    }
}
