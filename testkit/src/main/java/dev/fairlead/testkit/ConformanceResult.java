// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/**
 * What came out of a check.
 *
 * @param check what was tried
 * @param outcome whether it holds
 * @param why empty when it holds; else what was expected and what was there, or why it was not tried
 */
public record ConformanceResult(ConformanceCheck check, Outcome outcome, String why) {

    /** Whether a requirement holds. */
    public enum Outcome {
        /** It holds. */
        PASS,
        /** It does not. */
        FAIL,
        /** It was not tried. */
        SKIPPED
    }

    static ConformanceResult pass(ConformanceCheck check) {
        return new ConformanceResult(check, Outcome.PASS, "");
    }

    static ConformanceResult fail(ConformanceCheck check, String why) {
        return new ConformanceResult(check, Outcome.FAIL, why);
    }

    static ConformanceResult skipped(ConformanceCheck check, String why) {
        return new ConformanceResult(check, Outcome.SKIPPED, why);
    }
}
