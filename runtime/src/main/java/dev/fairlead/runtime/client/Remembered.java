// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.time.Duration;

/**
 * A transport that worked.
 *
 * @param transport its id
 * @param since when it did, in nanoseconds of {@link System#nanoTime}
 */
record Remembered(String transport, long since) {
    private static final Duration LASTS = Duration.ofMinutes(30);

    static Remembered now(String transport) {
        return new Remembered(transport, System.nanoTime());
    }

    boolean isOver() {
        return System.nanoTime() - since > LASTS.toNanos();
    }
}
