// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.time.Duration;

/** Knows when the gateway is to be told up to where its messages have come. Thread-safe. */
final class Receipt {
    private final Pace pace;
    private int messages;
    private long bytes;
    private boolean due;

    /**
     * How much may come before it is told.
     *
     * @param messages so many messages
     * @param bytes or so many bytes of them
     * @param latest or the first of them so long ago
     */
    record Pace(int messages, long bytes, Duration latest) {
        /** On a wire that goes both ways (wire.md 2.4). */
        static final Pace DENSE = new Pace(32, 64 << 10, Duration.ofMillis(250));

        /** Where each costs a request of its own. */
        static final Pace SPARSE = new Pace(256, 256 << 10, Duration.ofSeconds(5));
    }

    Receipt(Pace pace) {
        this.pace = pace;
    }

    /** Returns how long the first message waits for it. */
    Duration latest() {
        return pace.latest;
    }

    /** Counts a message; returns whether it is the first that waits, so that {@link #expire} is to follow in time. */
    synchronized boolean count(int size) {
        messages++;
        bytes += size;
        due |= messages >= pace.messages || bytes >= pace.bytes;
        return messages == 1;
    }

    /** The time is over. */
    synchronized void expire() {
        due |= messages > 0;
    }

    synchronized boolean isDue() {
        return due;
    }

    /** Returns, once, whether it is due; what was counted is told with it. */
    synchronized boolean take() {
        if (!due) {
            return false;
        }
        due = false;
        messages = 0;
        bytes = 0;
        return true;
    }
}
