// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.transport.left;

import io.undertow.Undertow;

/** Names Undertow outside its room, and so stands on more than the API. */
public final class SeesUndertow {
    private SeesUndertow() {}

    /** Names Undertow. */
    public static Class<?> named() {
        return Undertow.class;
    }
}
