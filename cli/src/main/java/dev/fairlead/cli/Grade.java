// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.util.Locale;

/** How well something gets through a network. */
enum Grade {
    /** As it should. */
    GOOD,
    /** Not as it should, and Fairlead knows how to live with it. */
    HINDERED,
    /** Not at all. */
    BROKEN,
    /** Nobody knows: it was not asked for, or could not be tried. */
    UNTRIED;

    /** Returns the word for tables and tickets. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
