// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How long a link of a {@link FaultProxy} lasts. Each limit counts from when it is set, or from the link's beginning.
 *
 * @param bytes after how many bytes, both directions together, it ends
 * @param age after what time it ends, whatever passes
 * @param end how it ends then
 * @param silence after what time without a byte, in either direction, it ends with FIN
 */
public record LinkLimits(long bytes, Duration age, LinkEnd end, Duration silence) {
    /** Longer than anything lasts. */
    public static final Duration FOREVER = ChronoUnit.FOREVER.getDuration();

    /** No limits. */
    public static final LinkLimits NONE = new LinkLimits(Long.MAX_VALUE, FOREVER, LinkEnd.FIN, FOREVER);

    /** Checks the numbers. */
    public LinkLimits {
        if (bytes < 0 || age.isNegative() || silence.isNegative()) {
            throw new IllegalArgumentException("The limits of a link must not be negative: " + bytes + " bytes, age "
                    + age + ", silence " + silence + ".");
        }
    }

    /** Returns the same with a number of bytes. */
    public LinkLimits bytes(long most, LinkEnd how) {
        return new LinkLimits(most, age, how, silence);
    }

    /** Returns the same with an age. */
    public LinkLimits age(Duration most, LinkEnd how) {
        return new LinkLimits(bytes, most, how, silence);
    }

    /** Returns the same with a time of silence. */
    public LinkLimits silence(Duration most) {
        return new LinkLimits(bytes, age, end, most);
    }
}
