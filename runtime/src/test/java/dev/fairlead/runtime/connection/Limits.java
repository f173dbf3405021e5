// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.spi.Settings;
import java.util.HashMap;
import java.util.Map;

/** Limits for tests: the defaults, some replaced. */
final class Limits {
    private Limits() {}

    /** Returns limits from alternating keys and values. */
    static ConnectionLimits of(String... settings) {
        Map<String, String> texts = new HashMap<>();
        for (int i = 0; i < settings.length; i += 2) {
            texts.put(settings[i], settings[i + 1]);
        }
        return ConnectionLimits.from(Settings.of(texts));
    }
}
