// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A client's numbered messages on their way up, kept until the gateway says that it has them (wire.md 2.2). Thread-safe. */
final class Outgoing {
    /**
     * A message.
     *
     * @param sessionId the session that it belongs to, or null
     */
    record Numbered(long sequence, @Nullable String sessionId, String json) {}

    private final SortedMap<Long, Numbered> unaccepted = new TreeMap<>();
    private final Set<Long> claimed = new HashSet<>();
    private long last;

    synchronized void add(@Nullable String sessionId, String json) {
        last++;
        unaccepted.put(last, new Numbered(last, sessionId, json));
        notifyAll();
    }

    /** Waits for the first message that nobody sends yet; returns null when it is over. Call {@link #wake} when that changes. */
    synchronized @Nullable Numbered claim(BooleanSupplier over) throws InterruptedException {
        while (!over.getAsBoolean()) {
            for (Numbered message : unaccepted.values()) {
                if (claimed.add(message.sequence())) {
                    return message;
                }
            }
            wait();
        }
        return null;
    }

    synchronized void wake() {
        notifyAll();
    }

    /** Lets everything be sent anew that is not accepted yet. */
    synchronized void unclaim() {
        claimed.clear();
        notifyAll();
    }

    /** Lets one message be sent anew. */
    synchronized void unclaim(long sequence) {
        claimed.remove(sequence);
        notifyAll();
    }

    /** Learns that the gateway has one message. */
    synchronized void accepted(long sequence) {
        unaccepted.remove(sequence);
        claimed.remove(sequence);
        notifyAll();
    }

    /** Learns that the gateway has everything up to a sequence. */
    synchronized void acceptedUpTo(long sequence) {
        unaccepted.headMap(sequence + 1).clear();
        claimed.removeIf(one -> one <= sequence);
        notifyAll();
    }

    /** Waits until at most so many messages are not accepted. */
    synchronized void awaitAtMost(int most, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (unaccepted.size() > most) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (left <= 0) {
                throw new AssertionError("Messages were not accepted in time: " + this);
            }
            wait(left);
        }
    }

    @Override
    public synchronized String toString() {
        return last + " messages sent, accepted all but " + unaccepted.keySet();
    }
}
