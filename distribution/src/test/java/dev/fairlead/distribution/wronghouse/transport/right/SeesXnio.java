// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.transport.right;

import org.xnio.Xnio;

/** Names XNIO outside its room. */
public final class SeesXnio {
    private SeesXnio() {}

    /** Names Xnio. */
    public static Class<?> named() {
        return Xnio.class;
    }
}
