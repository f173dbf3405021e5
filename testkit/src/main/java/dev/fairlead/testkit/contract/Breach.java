// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import java.io.Serial;

/** A rule was broken; the message begins with its number. */
public final class Breach extends AssertionError {
    @Serial
    private static final long serialVersionUID = 1;

    /** Tells which rule was broken, and how, in a sentence. */
    public Breach(String rule, String sentence) {
        super("[" + rule + "] " + sentence);
    }
}
