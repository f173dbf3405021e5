// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the endpoint is set to.
 *
 * @param path where it is, {@code /acp} for instance
 * @param allowedHosts names, in lower case, beside loopback and the listening address that {@code Host} may have; {@code *} allows any
 * @param allowedOrigins origins, in lower case, beside the endpoint's own that may call it; {@code *} allows any
 * @param lenient whether a message may leave out {@code Acp-Session-Id}
 */
public record EndpointSettings(String path, Set<String> allowedHosts, Set<String> allowedOrigins, boolean lenient) {
    /** Stands for every host or origin. */
    static final String ANY = "*";

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
    private static final Pattern HOST = Pattern.compile("\\*|[a-z0-9._-]+|\\[[0-9a-f:.]+]");
    private static final Pattern ORIGIN = Pattern.compile("\\*|[a-z][a-z0-9+.-]*://[^/\\s]+");

    private static final Setting<String> PATH_SETTING =
            Setting.of("path", "/acp", "The path of the endpoint.", text -> {
                if (PATH.matcher(text).matches()) {
                    return text;
                }
                throw new IllegalArgumentException("a path such as /acp, without a slash at its end");
            });
    private static final Setting<Set<String>> HOSTS = Setting.of(
            "allowed-hosts",
            "",
            "Names that the Host header may have, beside localhost and the address listened on. * allows any.",
            text -> each(text, HOST, "names such as chat.example, without a port, separated by commas; or *"));
    private static final Setting<Set<String>> ORIGINS = Setting.of(
            "allowed-origins",
            "",
            "Web origins that may call the endpoint, beside its own, https://chat.example for instance. * allows any.",
            text -> each(
                    text, ORIGIN, "origins such as https://chat.example, without a path, separated by commas; or *"));
    private static final Setting<Boolean> LENIENT = Setting.of(
            "session-header",
            "strict",
            "Whether a message of a session must repeat its id in Acp-Session-Id: strict or lenient.",
            text -> switch (text) {
                case "strict" -> false;
                case "lenient" -> true;
                default -> throw new IllegalArgumentException("strict or lenient");
            });

    /** Returns the settings that it is made of. */
    public static List<Setting<?>> settings() {
        return List.of(PATH_SETTING, HOSTS, ORIGINS, LENIENT);
    }

    /** Reads the settings; throws {@link AgentException} of {@link Code#CONFIGURATION} if one has no meaning. */
    public static EndpointSettings from(Settings settings) {
        return new EndpointSettings(
                settings.get(PATH_SETTING), settings.get(HOSTS), settings.get(ORIGINS), settings.get(LENIENT));
    }

    private static Set<String> each(String text, Pattern form, String expected) {
        List<String> items = Arrays.stream(text.toLowerCase(Locale.ROOT).split(","))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList();
        if (!items.stream().allMatch(item -> form.matcher(item).matches())) {
            throw new IllegalArgumentException(expected);
        }
        return Set.copyOf(items);
    }
}
