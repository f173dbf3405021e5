// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The options of what serves. Each sets a setting and can do nothing that a setting cannot.
 *
 * <p>What an option sets counts before the environment, the environment before the file, the file before the default.
 */
final class ServeOptions {
    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = ListenAddress.Converter.class,
            description = "Where to listen: HOST:PORT, HOST or PORT; port 0 picks a free one. Default: 127.0.0.1:7340."
                    + " (listen.host, listen.port)")
    private @Nullable ListenAddress listen;

    @Option(names = "--path", paramLabel = "PATH", description = "The path of the endpoint. Default: /acp. (path)")
    private @Nullable String path;

    @Option(
            names = "--transports",
            paramLabel = "ID",
            split = ",",
            description = "The transports to serve, such as sse,websocket. Default: all. (transports)")
    private @Nullable List<String> transports;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the bearer token that clients must send. Default: none. (token-file)")
    private @Nullable Path tokenFile;

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Speak TLS with this certificate chain (PEM). Default: none. (http.tls-certificate)")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The private key of the certificate (PEM, PKCS #8). (http.tls-key)")
    private @Nullable Path tlsKey;

    @Option(
            names = "--insecure",
            description = "Listen elsewhere than on loopback although no token is set. (insecure)")
    private boolean insecure;

    @Option(names = "--config", paramLabel = "FILE", description = "A file of settings: key = value, UTF-8.")
    private @Nullable Path configuration;

    /**
     * Returns the settings that options, environment and file make together, if all are known.
     *
     * @throws AgentException {@link Code#CONFIGURATION}: something is unknown or has no meaning
     */
    Settings settings(Map<String, String> environment, KnownSettings known) {
        return known.read(configuration, environment, fromOptions());
    }

    private List<Assignment> fromOptions() {
        List<Assignment> assignments = new ArrayList<>();
        if (listen != null) {
            assign(assignments, "listen.host", listen.host(), "--listen");
            assign(assignments, "listen.port", listen.port(), "--listen");
        }
        assign(assignments, "path", path, "--path");
        assign(assignments, "transports", transports == null ? null : String.join(",", transports), "--transports");
        assign(assignments, "token-file", tokenFile, "--token-file");
        assign(assignments, "http.tls-certificate", tlsCertificate, "--tls-certificate");
        assign(assignments, "http.tls-key", tlsKey, "--tls-key");
        assign(assignments, "insecure", insecure ? "true" : null, "--insecure");
        return assignments;
    }

    private static void assign(List<Assignment> assignments, String key, @Nullable Object value, String option) {
        if (value != null) {
            assignments.add(new Assignment(key, value.toString(), "the option " + option));
        }
    }
}
