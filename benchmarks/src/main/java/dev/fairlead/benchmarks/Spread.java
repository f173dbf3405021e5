// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/**
 * The middle of several rounds, and how far they lie apart.
 *
 * @param low a quarter of the rounds is below
 * @param median half of them
 * @param high three quarters
 */
record Spread(double low, double median, double high) {
    static Spread of(double... rounds) {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return new Spread(sorted[last / 4], sorted[last / 2], sorted[last - last / 4]);
    }

    /** Returns {@code median (low–high)} in a unit. */
    String text(String format) {
        return number(format, median) + " (" + number(format, low) + "–" + number(format, high) + ")";
    }

    static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
