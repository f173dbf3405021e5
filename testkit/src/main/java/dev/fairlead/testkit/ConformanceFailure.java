// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** A requirement that does not hold: what was expected and what was there. */
final class ConformanceFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    ConformanceFailure(String why) {
        super(why);
    }
}
