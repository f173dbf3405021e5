// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.util.Collections;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;

/**
 * Where settings come from in a container: Config Admin (OSGi Compendium 104) if it is there and has the PID {@value #PID}, the
 * framework's properties otherwise. In the latter each key has {@value #PREFIX} in front, {@code fairlead.listen.port} for instance.
 * Thread-safe.
 */
final class Configuration {
    static final String PID = "dev.fairlead";
    static final String PREFIX = "fairlead.";

    private final UnaryOperator<@Nullable String> framework;
    private volatile Map<String, String> managed = Map.of();

    Configuration(BundleContext context) {
        this.framework = context::getProperty;
    }

    /** Returns what is set of those that are known, and all that Config Admin has. */
    Settings settings(List<Setting<?>> known) {
        Map<String, String> texts = new HashMap<>();
        for (Setting<?> setting : known) {
            String text = framework.apply(PREFIX + setting.key());
            if (text != null) {
                texts.put(setting.key(), text);
            }
        }
        texts.putAll(managed);
        return Settings.of(texts);
    }

    /** Begins to hear Config Admin; returns null where its package is not there, so that nobody could speak. */
    @Nullable ServiceRegistration<?> follow(BundleContext context, Runnable changed) {
        try {
            return ConfigAdmin.register(
                    context, FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_PID, PID)), updated -> {
                        managed = texts(updated);
                        changed.run();
                    });
        } catch (NoClassDefFoundError e) {
            return null;
        }
    }

    private static Map<String, String> texts(@Nullable Dictionary<String, ?> properties) {
        Map<String, String> texts = new HashMap<>();
        if (properties != null) {
            Collections.list(properties.keys()).forEach(key -> texts.put(key, String.valueOf(properties.get(key))));
        }
        return Map.copyOf(texts);
    }
}
