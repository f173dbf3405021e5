// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fairlead.runtime.client.Connector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Many clients lose their gateway at once, and come back when it does: not all in the same moment, and all of them told what became of
 * what they were asking. {@code -Dfairlead.it.clients} changes how many there are.
 */
class StormIT {
    private static final int CLIENTS = Integer.getInteger("fairlead.it.clients", 100);
    private static final int OF_A_CONNECTOR = 100;
    private static final int AT_ONCE = 10;
    private static final Duration AWAY = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final List<Connector> connectors = new ArrayList<>();
    private final List<StormClient> clients = new ArrayList<>();
    private final StormLog log = new StormLog();
    private GatewayProcess gateway;

    private void begin() {
        gateway = new GatewayProcess(
                StormAgent.class, Map.of("limits.connections", "" + 3 * CLIENTS, "http.sockets", "" + 5 * CLIENTS));
        for (int i = 0; i < CLIENTS; i += AT_ONCE) {
            List<CompletableFuture<Void>> beginnings = new ArrayList<>();
            for (int k = i; k < Math.min(i + AT_ONCE, CLIENTS); k++) {
                StormClient client = new StormClient(k / OF_A_CONNECTOR, connector(k));
                clients.add(client);
                beginnings.add(client.begin());
            }
            awaitAll(beginnings);
        }
    }

    private Connector connector(int client) {
        if (client % OF_A_CONNECTOR == 0) {
            connectors.add(Connector.to(gateway.endpoint())
                    .listener(log.of(client / OF_A_CONNECTOR))
                    .renewing()
                    .build());
        }
        return connectors.get(client / OF_A_CONNECTOR);
    }

    private static void awaitAll(List<? extends CompletableFuture<?>> all) {
        CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new))
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    long done = all.stream().filter(CompletableFuture::isDone).count();
                    throw new AssertionError(done + " of " + all.size() + " are done.", failure);
                })
                .join();
    }

    @AfterEach
    void stop() {
        connectors.forEach(Connector::close);
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void allComeBackAndNotAtOnce() {
        begin();
        for (StormClient client : clients) {
            assertFalse(client.prompt.isDone(), () -> "answered before the gateway was lost: " + client.prompt.join());
        }
        long lost = System.nanoTime();
        gateway.kill();
        List<CompletableFuture<String>> sessions = CompletableFuture.supplyAsync(
                        () -> clients.stream().map(StormClient::newSession).toList(),
                        CompletableFuture.delayedExecutor(AWAY.toMillis(), TimeUnit.MILLISECONDS))
                .join();
        gateway.start();
        long back = System.nanoTime();
        awaitAll(clients.stream().map(client -> client.prompt).toList());
        awaitAll(sessions);
        Duration took = Duration.ofNanos(System.nanoTime() - back);
        System.out.println(CLIENTS + " clients: the gateway was away for "
                + Duration.ofNanos(back - lost).toMillis() + " ms; all were back " + took.toMillis()
                + " ms later. Tries in each 100 ms: " + log.tries());

        for (StormClient client : clients) {
            Json told = client.prompt.join();
            assertEquals(
                    "true",
                    told.at("error", "data", "inDoubt").toString(),
                    () -> told + "\n" + log.story(client.name()));
            assertFalse(client.closed.isDone(), () -> log.story(client.name()));
        }
        assertEquals(CLIENTS, log.gaps(), "each is told that its connection is another one");
        log.expectFullJitter();
    }
}
