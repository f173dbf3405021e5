// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Settings as environment variables: {@code listen.port} is {@code FAIRLEAD_LISTEN_PORT}. */
final class EnvironmentSettings {
    private static final String PREFIX = "FAIRLEAD_";

    /** Variables that are no settings: what the start script reads. */
    private static final Set<String> OTHERS = Set.of("FAIRLEAD_HOME", "FAIRLEAD_JAVA_OPTS");

    private EnvironmentSettings() {}

    /**
     * Returns what an environment sets.
     *
     * @throws AgentException {@link Code#CONFIGURATION}: a variable with our prefix belongs to no setting
     */
    static List<Assignment> read(Map<String, String> environment, KnownSettings known) {
        Map<String, String> keys = new HashMap<>();
        known.keys().forEach(key -> keys.put(variable(key), key));
        List<Assignment> assignments = new ArrayList<>();
        new TreeMap<>(environment).forEach((variable, text) -> {
            if (!variable.startsWith(PREFIX) || OTHERS.contains(variable)) {
                return;
            }
            String key = keys.get(variable);
            if (key == null) {
                throw new AgentException(
                        Code.CONFIGURATION,
                        "There is no setting for the environment variable " + variable + ". Did you mean "
                                + EditDistance.nearest(
                                        variable,
                                        keys.keySet().stream().sorted().toList()) + "?");
            }
            assignments.add(new Assignment(key, text, "the environment variable " + variable));
        });
        return assignments;
    }

    /** Returns the name of the variable for a key. */
    static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
