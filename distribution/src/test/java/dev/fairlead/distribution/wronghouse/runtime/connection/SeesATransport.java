// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.runtime.connection;

import dev.fairlead.distribution.wronghouse.transport.right.SeesXnio;

/** Names a transport. */
public final class SeesATransport {
    private SeesATransport() {}

    /** Names SeesXnio. */
    public static Class<?> named() {
        return SeesXnio.class;
    }
}
