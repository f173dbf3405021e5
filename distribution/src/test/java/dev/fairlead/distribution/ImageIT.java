// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.client.Connector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The image of the profile {@code image} serves real clients, and an agent on stdio, without a Java on the machine. */
@EnabledIfSystemProperty(
        named = "fairlead.image",
        matches = ".+",
        disabledReason = "there is no image; the profile 'image' makes one")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageIT {
    private final Path image = Path.of(System.getProperty("fairlead.image", "unknown"));
    private FairleadProcess gateway;
    private URI address;

    @BeforeAll
    void serve() throws Exception {
        String command = image.resolve("bin/fairlead").toString();
        gateway = FairleadProcess.start(
                Map.of("JAVA_HOME", "/no/such/java", "PATH", "/usr/bin:/bin"),
                List.of(command, "serve", "--listen", "0", "--", command, "demo-agent"));
        address = gateway.ready().address();
    }

    @AfterAll
    void stop() throws Exception {
        gateway.send("TERM");
        assertEquals(143, gateway.exitCode(), gateway::err);
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "websocket", "sse", "polling"})
    void aTurnComesWhole(String transport) throws Exception {
        try (Connector connector = Connector.to(address)
                .settings(Settings.of(Map.of("transport", transport)))
                .build()) {
            Turn turn = new Turn(connector, 100, 1);
            turn.awaitWhole();
            turn.close();
        }
    }

    @Test
    void thePageIsThere() throws Exception {
        HttpResponse<String> page = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address.resolve("/")).build(), HttpResponse.BodyHandlers.ofString());
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("<script"), page::body);
    }

    @Test
    void itsArchiveOfClassesIsUsed() throws Exception {
        String maps = Files.readString(Path.of("/proc", Long.toString(gateway.pid()), "maps"));
        assertTrue(maps.contains(image.resolve("lib/fairlead.jsa").toString()), maps);
    }
}
