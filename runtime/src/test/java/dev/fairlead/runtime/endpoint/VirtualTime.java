// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.runtime.connection.Timers;
import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when the test says so. */
final class VirtualTime implements Timers {
    private record Entry(long due, long order, Runnable task) {}

    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparingLong(Entry::due).thenComparingLong(Entry::order));
    private long now = -5; // nanoTime may begin anywhere
    private long order;

    @Override
    public long now() {
        return now;
    }

    @Override
    public void after(Duration delay, Runnable task) {
        entries.add(new Entry(now + delay.toNanos(), order++, task));
    }

    void pass(Duration time) {
        long end = now + time.toNanos();
        while (!entries.isEmpty() && entries.peek().due() <= end) {
            Entry next = entries.remove();
            now = next.due();
            next.task().run();
        }
        now = end;
    }
}
