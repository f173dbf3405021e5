// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.runtime.connection;

import dev.fairlead.distribution.wronghouse.runtime.json.ComesBack;

/** One half of a cycle; the other is in the room next door. */
public final class GoesRound {
    private GoesRound() {}

    /** Names ComesBack. */
    public static Class<?> named() {
        return ComesBack.class;
    }
}
