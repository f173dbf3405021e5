// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** What an SSE client has to acknowledge, and when: after 256 messages, 256 KiB or 5 s (wire.md 2.1). Thread-safe. */
final class Acknowledgements {
    private static final int MESSAGES = 256;
    private static final int BYTES = 256 << 10;
    private static final long NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A stream up to which sequence it has come. */
    record Due(String stream, long upTo) {}

    private static final class Count {
        private long upTo;
        private int messages;
        private int bytes;
        private long since;

        private long left(long now) {
            return messages >= MESSAGES || bytes >= BYTES ? 0 : Math.max(0, since + NANOS - now);
        }
    }

    private final Map<String, Count> counts = new LinkedHashMap<>();

    /** Counts a message that came. */
    synchronized void count(String stream, long sequence, int bytes) {
        Count count = counts.computeIfAbsent(stream, first -> new Count());
        if (count.messages++ == 0) {
            count.since = System.nanoTime();
        }
        count.bytes += bytes;
        count.upTo = sequence;
        notifyAll();
    }

    /** Waits until something is to be acknowledged; returns null when it is over. Call {@link #wake} when that changes. */
    synchronized @Nullable Due await(BooleanSupplier over) throws InterruptedException {
        while (!over.getAsBoolean()) {
            long left = NANOS;
            for (Map.Entry<String, Count> entry : counts.entrySet()) {
                Count count = entry.getValue();
                long nanos = count.messages == 0 ? NANOS : count.left(System.nanoTime());
                if (nanos == 0) {
                    return new Due(entry.getKey(), count.upTo);
                }
                left = Math.min(left, nanos);
            }
            wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        }
        return null;
    }

    /** Learns that the gateway knows. */
    synchronized void acknowledged(Due due) {
        Count count = counts.get(due.stream());
        if (count != null && count.upTo == due.upTo()) {
            counts.remove(due.stream());
        } else if (count != null) {
            count.messages = 1;
            count.bytes = 0;
            count.since = System.nanoTime();
        }
    }

    synchronized void wake() {
        notifyAll();
    }
}
