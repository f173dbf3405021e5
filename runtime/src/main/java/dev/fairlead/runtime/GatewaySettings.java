// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a gateway listens and who may call it.
 *
 * @param listen the address
 * @param transports the ids of the transports to serve; empty for all
 * @param token what callers must show, or null if nothing
 */
record GatewaySettings(
        InetSocketAddress listen,
        List<String> transports,
        @Nullable String token) {
    private static final int SHORTEST_TOKEN = 16;
    private static final Pattern TOKEN = Pattern.compile("[!-~]{" + SHORTEST_TOKEN + ",}");

    private static final Setting<String> HOST = Setting.text(
            "listen.host",
            "127.0.0.1",
            "The address to listen on. Anything but loopback needs token-file or insecure.");
    private static final Setting<Integer> PORT =
            Setting.count("listen.port", "7340", 0, 65535, "The port to listen on; 0 picks a free one.");
    private static final Setting<List<String>> TRANSPORTS =
            Setting.list("transports", "", "The transports to serve, such as sse,websocket; none named means all.");
    private static final Setting<String> TOKEN_FILE = Setting.text(
            "token-file",
            "",
            "A file whose first line is the token that callers must send as Authorization: Bearer; at least "
                    + SHORTEST_TOKEN + " characters.");
    private static final Setting<Boolean> INSECURE = Setting.flag(
            "insecure", "false", "Whether to listen beyond loopback without a token: anybody may then run the agent.");

    static List<Setting<?>> settings() {
        return List.of(HOST, PORT, TRANSPORTS, TOKEN_FILE, INSECURE);
    }

    static GatewaySettings from(Settings settings) {
        InetAddress address = address(settings.get(HOST));
        String file = settings.get(TOKEN_FILE);
        String token = file.isEmpty() ? null : token(file);
        if (token == null && !address.isLoopbackAddress() && !settings.get(INSECURE)) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "Address " + settings.get(HOST) + " can be reached from other machines, and no token is asked for."
                            + " Set token-file, or insecure if anybody may run the agent.");
        }
        return new GatewaySettings(new InetSocketAddress(address, settings.get(PORT)), settings.get(TRANSPORTS), token);
    }

    private static InetAddress address(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new AgentException(
                    Code.CONFIGURATION, "Setting listen.host: '" + host + "' is not an address of this machine.", e);
        }
    }

    private static String token(String file) {
        String token;
        try {
            token = Files.readString(Path.of(file))
                    .lines()
                    .findFirst()
                    .orElse("")
                    .strip();
        } catch (IOException | InvalidPathException e) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "Setting token-file: " + file
                            + " cannot be read as text. Check that it is there, and who may read it.",
                    e);
        }
        if (!TOKEN.matcher(token).matches()) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "Setting token-file: the first line of " + file + " is no token: it must be " + SHORTEST_TOKEN
                            + " or more visible ASCII characters.");
        }
        return token;
    }
}
