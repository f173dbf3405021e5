// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is set for the way out to HTTP servers.
 *
 * @param proxy a proxy's address, {@code direct} for none, or empty for what environment and JDK say
 * @param trustFile a file of certificates to be trusted beside the JDK's, or empty
 * @param trustPassword the password of that file, if it is a key store
 * @param connectTime how long connecting may take
 * @param headers what every request carries beside its own, the token among them
 */
record DialSettings(
        String proxy, String trustFile, String trustPassword, Duration connectTime, Map<String, String> headers) {
    static final Setting<String> TOKEN =
            Setting.text("dial.token", "", "The token that is shown to the server dialled, as Authorization: Bearer.");
    static final Setting<String> TOKEN_FILE =
            Setting.text("dial.token-file", "", "A file whose first line is that token.");
    static final Setting<Map<String, String>> HEADERS = Setting.of(
            "dial.headers",
            "",
            "Headers for every request to the server dialled: 'Name: value', several separated by |.",
            DialSettings::headers);
    static final Setting<String> PROXY = Setting.text(
            "dial.proxy",
            "",
            "The proxy on the way out, http://USER:PASSWORD@HOST:PORT; 'direct' for none. Without it https_proxy, http_proxy,"
                    + " all_proxy and no_proxy count, then the JDK's settings.");
    static final Setting<String> TRUST_FILE = Setting.text(
            "dial.trust-file",
            "",
            "Certificates to be trusted beside the JDK's, of a proxy that inspects TLS for instance: PEM, PKCS12 or JKS.");
    static final Setting<String> TRUST_PASSWORD =
            Setting.text("dial.trust-password", "", "The password of trust-file, if it is PKCS12 or JKS.");
    static final Setting<Duration> CONNECT_TIME =
            Setting.duration("dial.connect-time", "10 s", "How long connecting to the server may take.");

    private static final Pattern TOKEN_FORM = Pattern.compile("[!-~]+");

    static List<Setting<?>> settings() {
        return List.of(TOKEN, TOKEN_FILE, HEADERS, PROXY, TRUST_FILE, TRUST_PASSWORD, CONNECT_TIME);
    }

    static DialSettings from(Settings settings) {
        Map<String, String> headers = new LinkedHashMap<>(settings.get(HEADERS));
        String token = token(settings);
        if (token != null) {
            headers.put("Authorization", "Bearer " + token);
        }
        return new DialSettings(
                settings.get(PROXY),
                settings.get(TRUST_FILE),
                settings.get(TRUST_PASSWORD),
                settings.get(CONNECT_TIME),
                headers);
    }

    private static Map<String, String> headers(String text) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String header : text.isEmpty() ? new String[0] : text.split("\\|")) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("headers such as 'Name: value', separated by |");
            }
            headers.put(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
        return headers;
    }

    private static @Nullable String token(Settings settings) {
        String file = settings.get(TOKEN_FILE);
        String token = file.isEmpty() ? settings.get(TOKEN) : firstLine(file);
        if (token.isEmpty() && file.isEmpty()) {
            return null;
        }
        if (!TOKEN_FORM.matcher(token).matches()) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "Setting " + (file.isEmpty() ? TOKEN.key() : TOKEN_FILE.key() + ": the first line of " + file)
                            + " is no token: it must be visible ASCII characters.");
        }
        return token;
    }

    private static String firstLine(String file) {
        try {
            return Files.readString(Path.of(file))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException | InvalidPathException e) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "Setting " + TOKEN_FILE.key() + ": " + file
                            + " cannot be read as text. Check that it is there, and who may read it.",
                    e);
        }
    }
}
