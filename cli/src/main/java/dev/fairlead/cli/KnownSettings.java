// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.Gateway;
import dev.fairlead.runtime.client.Connector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every setting that somebody reads; what is not among them is refused, with the one that was probably meant. */
final class KnownSettings {
    private final Map<String, Setting<?>> byKey = new TreeMap<>();

    KnownSettings(Collection<? extends Setting<?>> settings) {
        settings.forEach(setting -> byKey.put(setting.key(), setting));
    }

    /** Returns every setting of the product: a command may find those of another in the same file or environment. */
    static KnownSettings all() {
        return allWith(Gateway.settings());
    }

    /** Returns the same where that loader finds the transports. */
    static KnownSettings all(ClassLoader transports) {
        return allWith(Gateway.settings(transports));
    }

    private static KnownSettings allWith(List<Setting<?>> gateways) {
        List<Setting<?>> all = new ArrayList<>(gateways);
        all.addAll(Connector.settings());
        return new KnownSettings(all);
    }

    /**
     * Returns the settings that a file, the environment and the options of a command make together, in this order.
     *
     * @param file where the first are, or null
     * @throws AgentException {@link Code#CONFIGURATION}: something is unknown or has no meaning
     */
    Settings read(@Nullable Path file, Map<String, String> environment, List<Assignment> options) {
        List<Assignment> assignments = new ArrayList<>();
        if (file != null) {
            assignments.addAll(ConfigurationFile.read(file));
        }
        assignments.addAll(EnvironmentSettings.read(environment, this));
        assignments.addAll(options);
        return settings(assignments);
    }

    /** Returns all keys, in alphabetical order. */
    Collection<String> keys() {
        return byKey.keySet();
    }

    /**
     * Returns the settings that assignments make; of several for one key the last counts.
     *
     * @throws AgentException {@link Code#CONFIGURATION}, naming the place: a key is unknown or a text has no meaning for it
     */
    Settings settings(List<Assignment> assignments) {
        Map<String, String> texts = new HashMap<>();
        for (Assignment assignment : assignments) {
            check(assignment);
            texts.put(assignment.key(), assignment.text());
        }
        return Settings.of(texts);
    }

    private void check(Assignment assignment) {
        Setting<?> setting = byKey.get(assignment.key());
        if (setting == null) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "There is no setting " + assignment.key() + " (" + assignment.origin() + "). Did you mean "
                            + EditDistance.nearest(assignment.key(), keys()) + "?");
        }
        try {
            setting.read(assignment.text());
        } catch (AgentException e) {
            throw new AgentException(e.code(), e.getMessage() + " It comes from " + assignment.origin() + ".", e);
        }
    }
}
