// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** The bytes that are under way in one direction of a link, each with the time at which it may arrive. Bounded. */
final class ProxyBacklog {
    private static final int MOST_BYTES = 64 << 10;

    private record Parcel(ByteBuffer bytes, long due) {}

    private final Deque<Parcel> parcels = new ArrayDeque<>();
    private int held;
    private long lastDue = Long.MIN_VALUE;

    /** Returns how many bytes may be added. */
    int room() {
        return Math.max(0, MOST_BYTES - held);
    }

    boolean isEmpty() {
        return parcels.isEmpty();
    }

    /** Adds bytes that may arrive at that time, and not before those that were added before. */
    void add(ByteBuffer bytes, long due) {
        if (bytes.hasRemaining()) {
            lastDue = parcels.isEmpty() ? due : Math.max(due, lastDue);
            held += bytes.remaining();
            parcels.add(new Parcel(bytes, lastDue));
        }
    }

    /** Returns when the next bytes may arrive. */
    long due() {
        return parcels.element().due();
    }

    void clear() {
        parcels.clear();
        held = 0;
    }

    /**
     * Writes what is due, one piece if pieces are limited.
     *
     * @return whether something that is due is left, for when the channel takes bytes again
     */
    boolean writeTo(WritableByteChannel channel, long now, int pieceBytes) throws IOException {
        while (!parcels.isEmpty() && parcels.element().due() - now <= 0) {
            ByteBuffer bytes = parcels.element().bytes();
            int end = bytes.limit();
            bytes.limit(Math.min(end, (int) Math.min(Integer.MAX_VALUE, bytes.position() + (long) pieceBytes)));
            int count = channel.write(bytes);
            boolean full = bytes.hasRemaining();
            bytes.limit(end);
            held -= count;
            if (!bytes.hasRemaining()) {
                parcels.remove();
            }
            if (full || pieceBytes < Integer.MAX_VALUE) {
                return !parcels.isEmpty() && parcels.element().due() - now <= 0;
            }
        }
        return false;
    }
}
