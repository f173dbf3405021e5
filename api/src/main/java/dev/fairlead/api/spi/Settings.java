// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.HashMap;
import java.util.Map;

/**
 * What was set, the same from a file, the environment, a map or an OSGi configuration. Immutable.
 *
 * <p>Texts are read when they are asked for, by the {@link Setting} that declares them.
 */
public final class Settings {
    /** Nothing set: every default holds. */
    public static final Settings NONE = new Settings(Map.of());

    private final Map<String, String> texts;

    private Settings(Map<String, String> texts) {
        this.texts = texts;
    }

    /** Returns settings from keys and texts. */
    public static Settings of(Map<String, String> texts) {
        return new Settings(Map.copyOf(texts));
    }

    /**
     * Returns the value of a setting, or of its default.
     *
     * @throws AgentException {@link Code#CONFIGURATION} if the text has no meaning for it
     */
    public <T> T get(Setting<T> setting) {
        return setting.read(texts.getOrDefault(setting.key(), setting.standard()));
    }

    /** Returns these settings with one more, or with another text for it. */
    public Settings with(Setting<?> setting, String text) {
        Map<String, String> more = new HashMap<>(texts);
        more.put(setting.key(), text);
        return of(more);
    }

    /** Returns what was set, as texts. */
    public Map<String, String> texts() {
        return texts;
    }
}
