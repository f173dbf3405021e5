// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.runtime.client.Connector;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.FrameworkFactory;

/** What the product does in every OSGi framework: its bundles are dropped in, and nothing else is done. */
interface ContainerContract {
    int CLIENTS = 100;

    /** Returns the framework. */
    FrameworkFactory framework();

    private Container container(Path folder, Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("listen.port", "0");
        return Container.in(framework(), folder, settings);
    }

    private static void serveTheDemoAgent(Container container) throws ReflectiveOperationException {
        container.register(
                "dev.fairlead.api.Agent", container.bundle("dev.fairlead.cli"), "dev.fairlead.cli.DemoAgent");
    }

    private static void talk(String address, String transport) throws Exception {
        try (Connector connector =
                Connector.to(URI.create(address)).transport(transport).build()) {
            Turn turn = new Turn(connector, 20, 1);
            turn.awaitWhole();
            turn.close();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void servesInWhateverOrderTheBundlesStart(long seed, @TempDir Path folder) throws Exception {
        List<Path> bundles = new ArrayList<>(Container.bundles());
        Collections.shuffle(bundles, new Random(seed));
        try (Container container = container(folder, Map.of())) {
            container.start(bundles);
            serveTheDemoAgent(container);

            talk(container.address(), "websocket");
            talk(container.address(), "polling");
            assertEquals(
                    List.of(),
                    container.all().stream()
                            .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
                            .toList());
        }
    }

    @Test
    default void startsTheProgramThatIsNamed(@TempDir Path folder) throws Exception {
        Path command = Installed.assembled().command();
        try (Container container = container(folder, Map.of("agent.command", command + " demo-agent"))) {
            container.start(Container.bundles());

            talk(container.address(), "auto");
        }
    }

    @Test
    default void theRuntimeStopsAndStartsAgain(@TempDir Path folder) throws Exception {
        try (Container container = container(folder, Map.of())) {
            container.start(Container.bundles());
            serveTheDemoAgent(container);
            URI first = URI.create(container.address());
            Bundle runtime = container.bundle("dev.fairlead.runtime");

            runtime.stop();

            container.awaitNoGateway();
            assertThrows(ConnectException.class, () -> new Socket(first.getHost(), first.getPort()).close());
            runtime.start();
            talk(container.address(), "websocket");
        }
    }

    @Test
    default void aTransportIsSwappedUnderAHundredClientsAndNothingIsLost(@TempDir Path folder) throws Exception {
        try (Container container = container(folder, Map.of())) {
            container.start(Container.bundles());
            serveTheDemoAgent(container);
            try (Connector connector =
                    Connector.to(URI.create(container.address())).build()) {
                List<Turn> turns = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    turns.add(new Turn(connector, 400, 25));
                }
                for (Turn turn : turns) {
                    turn.awaitFirst();
                }
                Bundle websocket = container.bundle("dev.fairlead.transport.websocket");

                websocket.stop();
                websocket.update();
                websocket.start();

                for (Turn turn : turns) {
                    turn.awaitWhole();
                    turn.close();
                }
            }
            talk(container.address(), "websocket");
        }
    }
}
