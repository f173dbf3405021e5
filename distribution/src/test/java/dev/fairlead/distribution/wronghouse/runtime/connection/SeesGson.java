// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution.wronghouse.runtime.connection;

import com.google.gson.Gson;

/** Names Gson outside its room. */
public final class SeesGson {
    private SeesGson() {}

    /** Names Gson. */
    public static Class<?> named() {
        return Gson.class;
    }
}
