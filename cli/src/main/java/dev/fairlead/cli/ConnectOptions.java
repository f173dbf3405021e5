// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.client.Connector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of what connects. What an option sets counts before the environment, the environment before the file. */
final class ConnectOptions {
    @Option(
            names = "--transport",
            paramLabel = "ID",
            description = "websocket, sse or polling alone; auto finds the best that works. Default: auto. (transport)")
    private @Nullable String transport;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the bearer token to show. Default: none. (dial.token-file)")
    private @Nullable Path tokenFile;

    @Option(names = "--header", paramLabel = "NAME:VALUE", description = "A header for every request; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(names = "--config", paramLabel = "FILE", description = "A file of settings: key = value, UTF-8.")
    private @Nullable Path configuration;

    /**
     * Returns the settings that options, environment and file make together.
     *
     * @throws AgentException {@link Code#CONFIGURATION}: something is unknown or has no meaning
     */
    Settings settings(Map<String, String> environment) {
        List<Assignment> options = new ArrayList<>();
        if (transport != null) {
            options.add(new Assignment("transport", transport, "the option --transport"));
        }
        if (tokenFile != null) {
            options.add(new Assignment("dial.token-file", tokenFile.toString(), "the option --token-file"));
        }
        return KnownSettings.all().read(configuration, environment, options);
    }

    /** Adds the headers. */
    void apply(Connector.Builder builder) {
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new AgentException(
                        Code.CONFIGURATION, "The option --header must be NAME:VALUE, not '" + header + "'.");
            }
            builder.header(
                    header.substring(0, colon).strip(),
                    header.substring(colon + 1).strip());
        }
    }
}
