// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.runtime.connection;

import org.osgi.framework.Bundle;

/** Names OSGi outside its room. */
public final class SeesOsgi {
    private SeesOsgi() {}

    /** Names Bundle. */
    public static Class<?> named() {
        return Bundle.class;
    }
}
