// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.spi.Setting;
import dev.fairlead.runtime.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServeOptionsTest {
    @TempDir
    private Path folder;

    @Test
    void setNothingWhenNothingIsGiven() {
        assertEquals(Map.of(), settings(Map.of()));
    }

    @Test
    void setOneSettingEach() {
        assertEquals(
                Map.of(
                        "listen.host", "::1",
                        "listen.port", "0",
                        "path", "/x",
                        "transports", "sse,websocket",
                        "token-file", "t.txt",
                        "http.tls-certificate", "c.pem",
                        "http.tls-key", "k.pem",
                        "insecure", "true"),
                settings(
                        Map.of(),
                        "--listen",
                        "[::1]:0",
                        "--path",
                        "/x",
                        "--transports",
                        "sse,websocket",
                        "--token-file",
                        "t.txt",
                        "--tls-certificate",
                        "c.pem",
                        "--tls-key",
                        "k.pem",
                        "--insecure"));
    }

    @Test
    void countBeforeTheEnvironmentAndThatBeforeTheFile() throws IOException {
        Path file = Files.writeString(
                folder.resolve("f.properties"), "path = /file\nlisten.port = 1\nlisten.host = 127.0.0.3\n");

        assertEquals(
                Map.of("path", "/option", "listen.port", "2", "listen.host", "127.0.0.3"),
                settings(
                        Map.of("FAIRLEAD_PATH", "/environment", "FAIRLEAD_LISTEN_PORT", "2"),
                        "--path",
                        "/option",
                        "--config",
                        file.toString()));
    }

    @Test
    void haveNoTwoSettingsOfOneVariable() {
        List<String> variables = Gateway.settings().stream()
                .map(Setting::key)
                .map(EnvironmentSettings::variable)
                .toList();

        assertEquals(variables.stream().distinct().toList(), variables);
    }

    private static Map<String, String> settings(Map<String, String> environment, String... words) {
        ServeOptions options = new ServeOptions();
        CommandLine.populateCommand(options, words);
        return options.settings(environment, KnownSettings.all()).texts();
    }
}
