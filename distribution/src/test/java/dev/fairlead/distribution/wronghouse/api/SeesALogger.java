// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.api;

import org.slf4j.Logger;

/** Needs more than the JDK. */
public final class SeesALogger {
    private SeesALogger() {}

    /** Names Logger. */
    public static Class<?> named() {
        return Logger.class;
    }
}
