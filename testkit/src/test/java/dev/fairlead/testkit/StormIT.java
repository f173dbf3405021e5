// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.client.ConnectionState;
import dev.fairlead.runtime.client.Connector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final Duration BUCKET = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** By when the first tries are over, each of which comes within 100 ms of its own loss, if the machine lets it. */
    private static final Duration SPREAD = Duration.ofSeconds(2);

    private final List<Connector> connectors = new ArrayList<>();
    private final List<StormClient> clients = new ArrayList<>();
    private final Queue<Long> attempts = new ConcurrentLinkedQueue<>();
    private final AtomicInteger gaps = new AtomicInteger();
    private GatewayProcess gateway;

    private void begin() {
        gateway = new GatewayProcess(Map.of("limits.connections", "" + 3 * CLIENTS, "http.sockets", "" + 5 * CLIENTS));
        for (int i = 0; i < CLIENTS; i += AT_ONCE) {
            List<CompletableFuture<Void>> beginnings = new ArrayList<>();
            for (int k = i; k < Math.min(i + AT_ONCE, CLIENTS); k++) {
                StormClient client = new StormClient(connector(k));
                clients.add(client);
                beginnings.add(client.begin());
            }
            awaitAll(beginnings);
        }
    }

    private Connector connector(int client) {
        if (client % OF_A_CONNECTOR == 0) {
            connectors.add(Connector.to(gateway.endpoint())
                    .listener((name, state) -> onState(state))
                    .renewing()
                    .build());
        }
        return connectors.get(client / OF_A_CONNECTOR);
    }

    private void onState(ConnectionState state) {
        if (state instanceof ConnectionState.Reconnecting again) {
            attempts.add(System.nanoTime() + again.nextTry().toNanos());
        } else if (state instanceof ConnectionState.Gap) {
            gaps.incrementAndGet();
        }
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
        Map<Long, Integer> buckets = buckets();
        System.out.println(CLIENTS + " clients: the gateway was away for "
                + Duration.ofNanos(back - lost).toMillis() + " ms; all were back " + took.toMillis()
                + " ms later. Attempts in each 100 ms: " + buckets);

        for (StormClient client : clients) {
            Json told = client.prompt.join();
            assertEquals("true", told.at("error", "data", "inDoubt").toString(), told::toString);
            assertFalse(client.closed.isDone());
        }
        assertEquals(CLIENTS, gaps.get(), "each is told that its connection is another one");
        int most = buckets.entrySet().stream()
                .filter(bucket -> bucket.getKey() >= SPREAD.toMillis())
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
        assertTrue(most <= CLIENTS / 4, () -> "more than a quarter of all in 100 ms: " + buckets);
    }

    /** Returns how many attempts there were in each 100 ms, by the time since the first. */
    private Map<Long, Integer> buckets() {
        Map<Long, Integer> buckets = new TreeMap<>();
        long from = attempts.stream().min(Long::compare).orElse(0L);
        for (long attempt : attempts) {
            long bucket = (attempt - from) / BUCKET.toNanos();
            buckets.merge(bucket * BUCKET.toMillis(), 1, Integer::sum);
        }
        return buckets;
    }
}
