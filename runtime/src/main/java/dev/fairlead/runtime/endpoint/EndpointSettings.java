// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the endpoint is set to.
 *
 * @param path where it is, {@code /acp} for instance
 * @param allowedHosts names beside loopback and the listening address that {@code Host} may have; {@code *} allows any
 * @param allowedOrigins origins beside the endpoint's own that may call it; {@code *} allows any
 * @param lenient whether a message may leave out {@code Acp-Session-Id}
 */
public record EndpointSettings(String path, Set<String> allowedHosts, Set<String> allowedOrigins, boolean lenient) {
    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");

    private static final Setting<String> PATH_SETTING = Setting.of("path", "/acp", "The path of the endpoint.", text -> {
        if (PATH.matcher(text).matches()) {
            return text;
        }
        throw new IllegalArgumentException("a path such as /acp, without a slash at its end");
    });
    private static final Setting<List<String>> HOSTS = Setting.list(
            "allowed-hosts",
            "",
            "Names that the Host header may have, beside localhost and the address listened on. * allows any.");
    private static final Setting<List<String>> ORIGINS = Setting.list(
            "allowed-origins", "", "Web origins that may call the endpoint, beside its own, https://chat.example for instance.");
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
                settings.get(PATH_SETTING),
                Set.copyOf(settings.get(HOSTS)),
                Set.copyOf(settings.get(ORIGINS)),
                settings.get(LENIENT));
    }
}
