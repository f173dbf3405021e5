// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.spi.Notice;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What one reader is to tell, each notice at its place among the events [2.3]. Guarded by the connection. */
final class Notices {
    private static final int MOST = 64;

    private record Placed(long after, Notice notice) {}

    private final Deque<Placed> waiting = new ArrayDeque<>(2);

    /** Adds a notice that stands behind the event of a sequence; of too many the oldest go. */
    void add(long after, Notice notice) {
        if (waiting.size() == MOST) {
            waiting.remove();
        }
        waiting.add(new Placed(after, notice));
    }

    /** Returns and removes the notice that stands before the event of a sequence, or null. */
    @Nullable Notice takeBefore(long sequence) {
        Placed next = waiting.peek();
        return next != null && next.after < sequence ? waiting.remove().notice : null;
    }

    /** Returns the sequence up to which events come before the next notice. */
    long nextAfter() {
        Placed next = waiting.peek();
        return next == null ? Long.MAX_VALUE : next.after;
    }
}
