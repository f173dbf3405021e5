// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import dev.fairlead.api.spi.Setting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes settings as a configuration file in which each stands with its explanation and its default, commented out. */
final class SettingsText {
    private static final String HEAD = """
            # The settings of Fairlead.
            #
            # Every setting stands here with its default. To change one, remove the # before its key, and name this file:
            #
            #     fairlead serve --config conf/fairlead.properties -- my-agent --acp
            #     fairlead connect --config conf/fairlead.properties https://host/acp
            #
            # One file may serve both: each command reads what concerns it.
            #
            # Each is an environment variable too: listen.port is FAIRLEAD_LISTEN_PORT, token-file is FAIRLEAD_TOKEN_FILE.
            # An option of the command counts before the environment, the environment before this file.
            #
            # Times are such as 250 ms, 15 s, 5 min or 2 h; sizes such as 500, 64 KiB or 16 MiB; lists are separated by commas.
            """;

    /** As much of an explanation as fits on a line behind {@code # }, in whole words. */
    private static final Pattern LINE = Pattern.compile("(.{1,118})(?:\\s+|$)");

    private SettingsText() {}

    static String of(List<Setting<?>> settings) {
        Map<String, List<Setting<?>>> groups = new LinkedHashMap<>();
        settings.forEach(setting -> groups.computeIfAbsent(group(setting.key()), name -> new ArrayList<>())
                .add(setting));
        return HEAD
                + groups.entrySet().stream()
                        .map(group -> "\n# ---- " + group.getKey() + " ----\n" + texts(group.getValue()))
                        .collect(Collectors.joining());
    }

    private static String texts(List<Setting<?>> settings) {
        return settings.stream().map(SettingsText::text).collect(Collectors.joining());
    }

    private static String text(Setting<?> setting) {
        String explanation = LINE.matcher(setting.explanation())
                .results()
                .map(line -> "# " + line.group(1) + "\n")
                .collect(Collectors.joining());
        return "\n" + explanation + ("#" + setting.key() + " = " + setting.standard()).stripTrailing() + "\n";
    }

    /** Returns the room of a key: what stands before its last dot. */
    private static String group(String key) {
        int dot = key.lastIndexOf('.');
        return dot < 0 ? "general" : key.substring(0, dot);
    }
}
