// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.time.Duration;

/**
 * Knows when a wire's peer is to be told up to where its numbered messages are accepted: after {@value #MESSAGES} messages, 64 KiB or
 * a quarter of a second (wire.md 2.4). Guarded by the connection.
 */
final class Receipt {
    /** How long the first message waits for it. */
    static final Duration LATEST = Duration.ofMillis(250);

    private static final int MESSAGES = 32;
    private static final long BYTES = 64 << 10;

    private int messages;
    private long bytes;
    private boolean due;

    /** Counts a message; returns whether it is the first that waits, so that {@link #expire} is to follow in time. */
    boolean count(int size) {
        messages++;
        bytes += size;
        due |= messages >= MESSAGES || bytes >= BYTES;
        return messages == 1;
    }

    /** The time is over. */
    void expire() {
        due |= messages > 0;
    }

    boolean isDue() {
        return due;
    }

    /** Returns, once, whether it is due; what was counted is told with it. */
    boolean take() {
        if (!due) {
            return false;
        }
        due = false;
        messages = 0;
        bytes = 0;
        return true;
    }
}
