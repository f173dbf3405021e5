// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.util.Map;
import java.util.TreeMap;

/** How far a simulation went, and how often each notable thing happened in it. */
public final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();
    private long steps;
    private long worlds;

    public void count(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    public long of(String what) {
        return counts.getOrDefault(what, 0L);
    }

    /** Counts a world that has come to its end. */
    public void lived(long itsSteps) {
        worlds++;
        steps += itsSteps;
    }

    public long steps() {
        return steps;
    }

    @Override
    public String toString() {
        return steps + " steps in " + worlds + " worlds " + counts;
    }
}
