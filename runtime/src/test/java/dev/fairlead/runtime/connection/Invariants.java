// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import org.jspecify.annotations.Nullable;
import org.slf4j.helpers.MessageFormatter;

/** Remembers the first violation, since what is thrown in a stage's dependent reaches nobody. */
public final class Invariants {
    private static final boolean TRACE = Boolean.getBoolean("simulation.trace");

    private @Nullable String violation;

    /** Says what happens, with {@code -Dsimulation.trace=true}. */
    public void trace(String what, Object... about) {
        if (TRACE) {
            System.out.println(MessageFormatter.arrayFormat(what, about).getMessage());
        }
    }

    /** Checks one invariant. */
    public void check(boolean holds, String otherwise, Object... about) {
        if (!holds) {
            violated(otherwise, about);
        }
    }

    /** Notes a violation and stops what is going on. */
    public AssertionError violated(String what, Object... about) {
        if (violation == null) {
            violation = MessageFormatter.arrayFormat(what, about).getMessage();
        }
        throw new AssertionError(violation);
    }

    /** Throws the first violation, if there has been one. */
    public void verify() {
        if (violation != null) {
            throw new AssertionError(violation);
        }
    }
}
