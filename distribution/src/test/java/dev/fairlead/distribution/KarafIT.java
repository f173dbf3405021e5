// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fairlead.runtime.client.Connector;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The product in Apache Karaf, by its features, by its KAR and by its jars. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "these are the ways of a Unix shell")
class KarafIT {
    @TempDir
    private Path base;

    private static Map<String, String> settings() {
        return Map.of("listen.port", "0", "agent.command", Installed.assembled().command() + " demo-agent");
    }

    private static void talk(Karaf karaf, String transport) throws Exception {
        try (Connector connector =
                Connector.to(URI.create(karaf.address())).transport(transport).build()) {
            Turn turn = new Turn(connector, 20, 1);
            turn.awaitWhole();
            turn.close();
        }
    }

    @Test
    void oneFeatureServesAProgramByAllTransports() throws Exception {
        try (Karaf karaf = Karaf.withRepository(base, settings())) {
            karaf.type("feature:repo-add " + Karaf.features());
            karaf.type("feature:install fairlead");

            for (String transport : List.of("websocket", "sse", "polling")) {
                talk(karaf, transport);
            }
            karaf.type("fairlead:transports");
            karaf.awaitConsole("websocket +300 +yes ");
            assertFalse(karaf.log().contains("ERROR"), karaf::log);
        }
    }

    @Test
    void oneFileThatIsDroppedInNeedsNoRepository() throws Exception {
        try (Karaf karaf = Karaf.in(base, settings())) {
            karaf.deploy(List.of(Karaf.kar()));

            for (String transport : List.of("websocket", "sse", "polling")) {
                talk(karaf, transport);
            }
            assertFalse(karaf.log().contains("ERROR"), karaf::log);
        }
    }

    @Test
    void jarsThatAreDroppedInServeAsWell() throws Exception {
        List<Path> jars = Stream.concat(Installed.assembled().jars().stream(), Container.mediator().stream())
                .filter(jar -> !jar.getFileName().toString().matches("(slf4j|logback)-.*"))
                .toList();
        try (Karaf karaf = Karaf.in(base, settings())) {
            karaf.deploy(jars);

            talk(karaf, "websocket");
        }
    }
}
