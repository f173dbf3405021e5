// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

/** A requirement that cannot be tried on this server, and why. */
final class CheckSkipped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CheckSkipped(String why) {
        super(why);
    }

    static void unless(boolean possible, String why) {
        if (!possible) {
            throw new CheckSkipped(why);
        }
    }
}
