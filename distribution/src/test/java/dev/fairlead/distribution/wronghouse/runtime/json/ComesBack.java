// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.runtime.json;

import dev.fairlead.distribution.wronghouse.runtime.connection.GoesRound;

/** The other half of a cycle. */
public final class ComesBack {
    private ComesBack() {}

    /** Names GoesRound. */
    public static Class<?> named() {
        return GoesRound.class;
    }
}
