// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.http.engine;

import dev.fairlead.distribution.wronghouse.runtime.connection.SeesGson;

/** An engine that stands on the runtime. */
public final class SeesTheRuntime {
    private SeesTheRuntime() {}

    /** Names SeesGson. */
    public static Class<?> named() {
        return SeesGson.class;
    }
}
