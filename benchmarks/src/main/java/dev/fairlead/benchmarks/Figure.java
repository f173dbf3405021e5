// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

/**
 * A line of the table.
 *
 * @param what what was measured
 * @param ours Fairlead's figure, with its unit
 * @param theirs the baseline's, with its unit
 * @param result what is held against the target
 * @param unit of the result; empty for a ratio
 * @param target what the result is to be; {@link #NONE} if it only shows something
 * @param atLeast whether more is better
 */
record Figure(String what, String ours, String theirs, Spread result, String unit, double target, boolean atLeast) {
    static final String TABLE_HEAD =
            "| figure | Fairlead | compared with | result (quartiles) | target | |\n|---|---|---|---|---|---|";

    /** The target of what has none. */
    static final double NONE = Double.NaN;

    /** A ratio of rates. */
    static Figure ofRates(String what, Rounds.Outcome outcome, String baseline) {
        return ofRates(what, outcome, baseline, NONE);
    }

    /** A ratio of rates that is to be at least so much. */
    static Figure ofRates(String what, Rounds.Outcome outcome, String baseline, double target) {
        return new Figure(
                what, rate(outcome.ours()), baseline + " " + rate(outcome.theirs()), outcome.ratio(), "", target, true);
    }

    /** A value that is to be at most so much. */
    static Figure atMost(String what, String ours, String theirs, Spread value, double target, String unit) {
        return new Figure(what, ours, theirs, value, unit, target, false);
    }

    private static String rate(Spread aSecond) {
        return Spread.number("%.1f k/s", aSecond.median() / 1000);
    }

    boolean met() {
        return atLeast ? result.median() >= target : result.median() <= target;
    }

    @Override
    public String toString() {
        return "| " + what + " | " + ours + " | " + theirs + " | " + result.text("%.2f") + unit + " | " + verdict()
                + " |";
    }

    private String verdict() {
        return Double.isNaN(target)
                ? "|"
                : (atLeast ? "≥ " : "≤ ") + target + unit + " | " + (met() ? "met" : "**missed**");
    }
}
