// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.time.Duration;

/** Time, as connections see it: monotonic, and virtual in a simulation. Thread-safe. */
public interface Timers {
    /** Returns the time in nanoseconds from an arbitrary origin. */
    long now();

    /** Runs a short task once, about after that delay. Tasks run one after the other. */
    void after(Duration delay, Runnable task);
}
