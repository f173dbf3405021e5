// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all journals of a gateway may hold together (wire.md 2.8). Half of them are for whoever needs them; the other half is
 * shared out, so that no connection has to wait for the readers of others. Thread-safe.
 */
final class JournalBudget {
    private final long common;
    private final long share;
    private final AtomicLong used = new AtomicLong();

    /** Creates the budget of at most so many journals. */
    JournalBudget(long limit, int journals) {
        this.common = limit / 2;
        this.share = (limit - common) / journals;
    }

    void add(long bytes) {
        used.addAndGet(bytes);
    }

    /** Returns whether the half for all is used up. */
    boolean isShort() {
        return used.get() > common;
    }

    /** Returns whether a journal that holds so many bytes has more than its share, while there is no more. */
    boolean isExceeded(long bytes) {
        return bytes > share && isShort();
    }

    long used() {
        return used.get();
    }
}
