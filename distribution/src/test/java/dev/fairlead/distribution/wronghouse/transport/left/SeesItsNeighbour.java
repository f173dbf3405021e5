// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.transport.left;

import dev.fairlead.distribution.wronghouse.transport.right.SeesXnio;

/** Has a door to the other transport. */
public final class SeesItsNeighbour {
    private SeesItsNeighbour() {}

    /** Names SeesXnio. */
    public static Class<?> named() {
        return SeesXnio.class;
    }
}
