// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.util.concurrent.atomic.AtomicLong;

/** The bytes that all journals of a gateway may hold together (wire.md 2.8). Thread-safe. */
final class JournalBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    JournalBudget(long limit) {
        this.limit = limit;
    }

    void add(long bytes) {
        used.addAndGet(bytes);
    }

    boolean isExceeded() {
        return used.get() > limit;
    }

    long used() {
        return used.get();
    }
}
