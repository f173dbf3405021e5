// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.spi.Event;
import org.jspecify.annotations.Nullable;

/**
 * The kept events of one stream, oldest first, in a ring that grows with them: first those that are
 * delivered, then those that are not.
 */
final class StreamLog {
    private static final int SMALLEST = 8;

    private static final @Nullable Event[] NOTHING = {};

    private @Nullable Event[] ring = NOTHING;
    private int head;
    private int size;
    private int delivered;
    private long forgotten;

    int size() {
        return size;
    }

    int undelivered() {
        return size - delivered;
    }

    boolean hasDelivered() {
        return delivered > 0;
    }

    /** Returns the newest sequence that was removed, 0 if none. */
    long forgotten() {
        return forgotten;
    }

    Event get(int index) {
        Event event = index < size ? ring[(head + index) & (ring.length - 1)] : null;
        if (event == null) {
            throw new IndexOutOfBoundsException(index);
        }
        return event;
    }

    void append(Event event) {
        if (size == ring.length) {
            grow();
        }
        ring[(head + size++) & (ring.length - 1)] = event;
    }

    /** Returns the index of the first event behind a cursor; {@link #size} if there is none. */
    int indexAfter(long cursor) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (get(middle).sequence() <= cursor) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Counts the events up to a sequence as delivered; returns the bytes of those that were not yet. */
    long deliver(long upTo) {
        long bytes = 0;
        while (delivered < size && get(delivered).sequence() <= upTo) {
            bytes += get(delivered++).message().size();
        }
        return bytes;
    }

    /** Removes and returns the oldest event. */
    Event removeOldest() {
        Event event = get(0);
        ring[head] = null;
        head = (head + 1) & (ring.length - 1);
        size--;
        delivered = Math.max(0, delivered - 1);
        forgotten = event.sequence();
        if (size == 0) {
            ring = NOTHING;
            head = 0;
        }
        return event;
    }

    private void grow() {
        @Nullable Event[] larger = new Event[Math.max(SMALLEST, ring.length * 2)];
        for (int i = 0; i < size; i++) {
            larger[i] = ring[(head + i) & (ring.length - 1)];
        }
        ring = larger;
        head = 0;
    }
}
