// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.testkit.Inbox.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Turn survival for clients that know the RFD alone (faults.md, the headline test).
 *
 * <p>Their protocol has no cursors. Over SSE the gateway begins again with the first message that no wire has taken, so that what was
 * under way when the link was lost is missing, and nothing else; it comes back with {@code session/load}. A plain WebSocket is the
 * connection, and ends with it; what was said so far can be loaded.
 */
class PlainSurvivalIT {
    private static final String PROMPT = "stream 100 chunks every 20 ms of 200 bytes";
    private static final int CHUNKS = 100;
    private static final int CHUNKS_A_SECOND = 50;

    /** How many chunks may be between the gateway and its client on a busy machine. */
    private static final int UNDER_WAY = 10;

    private static final Duration LOST = Duration.ofMillis(500);
    private static final Duration BACK = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void overSseOnlyWhatWasUnderWayIsMissingAndCanBeLoaded(Outage outage) throws Exception {
        try (ProxiedGateway gateway = ProxiedGateway.start(Map.of());
                Trial trial = new Trial(gateway.proxied(PATIENCE))) {
            PlainClient client = trial.connect();
            String session = client.newSession();
            CompletableFuture<Void> back = lose(gateway.proxy(), outage);
            client.send(Rpc.prompt("1", session, PROMPT), session);
            back.join();
            client.openStream();
            client.openStream(session);

            assertEquals("end_turn", stopReason(client.inbox().awaitResponse("1")));
            List<Integer> came = Chunks.of(client.inbox(), session).numbers();
            expectOneHole(came, outage == Outage.BLACK_HOLE ? CHUNKS_A_SECOND : UNDER_WAY);
            assertEquals(1, gateway.agent().heard("session/prompt").size());

            client.send(Rpc.load("2", session), session);
            client.inbox()
                    .await("The last chunk, loaded", arrival -> arrival.text().contains("[" + CHUNKS + "] "));
            assertTrue(client.inbox().responseTo("2").json().at("result").isObject());
            List<Integer> all = Chunks.of(client.inbox(), session).numbers();
            assertEquals(whole(), all.subList(came.size(), all.size()));
        }
    }

    @Test
    void overWebSocketWhatWasSaidBeforeTheEndCanBeLoaded() throws Exception {
        try (ProxiedGateway gateway = ProxiedGateway.start(Map.of());
                Trial trial = new Trial(gateway.proxied(PATIENCE))) {
            RawWebSocket before = trial.webSocket();
            before.initialize();
            String session = before.newSession();
            CompletableFuture<Void> back = lose(gateway.proxy(), Outage.RESET);
            before.send(Rpc.prompt("1", session, PROMPT));
            before.inbox().awaitEnd(RawWebSocket.STREAM);
            int came = Chunks.of(before.inbox(), session).size();
            assertTrue(came > 0 && came < CHUNKS, () -> came + " chunks came before the end");
            await().until(() -> gateway.gateway().connections() == 0);
            back.join();

            RawWebSocket after = trial.webSocket();
            after.initialize();
            after.send(Rpc.load("2", session));
            after.inbox().awaitResponse("2");
            List<Integer> loaded = Chunks.of(after.inbox(), session).numbers();
            assertTrue(loaded.size() >= came, () -> loaded.size() + " chunks were loaded, " + came + " had come");
            assertEquals(whole().subList(0, loaded.size()), loaded);
            assertEquals(1, gateway.agent().heard("session/prompt").size());
        }
    }

    @Test
    void keptPlainWebSocketGoesOnOverSse() throws Exception {
        try (ProxiedGateway gateway = ProxiedGateway.start(Map.of("transport.websocket.keep-plain", "true"));
                Trial trial = new Trial(gateway.proxied(PATIENCE))) {
            RawWebSocket before = trial.webSocket();
            before.initialize();
            String session = before.newSession();
            CompletableFuture<Void> back = lose(gateway.proxy(), Outage.CUT);
            before.send(Rpc.prompt("1", session, PROMPT));
            before.inbox().awaitEnd(RawWebSocket.STREAM);
            back.join();

            Inbox inbox = new Inbox(PATIENCE);
            Request get = trial.get().connection(before.head().header(Request.CONNECTION));
            trial.stream(get.session(session), "stream of session 1", inbox);
            assertEquals("end_turn", stopReason(inbox.awaitResponse("1")));
            List<Integer> came = IntStream.concat(
                            Chunks.of(before.inbox(), session).numbers().stream()
                                    .mapToInt(Integer::intValue),
                            Chunks.of(inbox, session).numbers().stream().mapToInt(Integer::intValue))
                    .boxed()
                    .toList();
            expectOneHole(came, UNDER_WAY);
            assertEquals(1, gateway.agent().heard("session/prompt").size());
        }
    }

    /** Lets the link be lost and come back, from now on; the result completes when it is back. */
    private static CompletableFuture<Void> lose(FaultProxy proxy, Outage outage) {
        CompletableFuture<Void> back = new CompletableFuture<>();
        proxy.after(LOST, () -> outage.begin(proxy));
        proxy.after(BACK, () -> {
            outage.end(proxy);
            back.complete(null);
        });
        return back;
    }

    private static String stopReason(Arrival answer) {
        return answer.json().at("result", "stopReason").text();
    }

    private static List<Integer> whole() {
        return IntStream.rangeClosed(1, CHUNKS).boxed().toList();
    }

    /** Fails unless the numbers rise from the first to the last, and those that are missing stand in one place. */
    private static void expectOneHole(List<Integer> came, int most) {
        int holes = 0;
        int before = 0;
        for (int number : came) {
            assertTrue(number > before, () -> "doubled or out of order: " + came);
            holes += number > before + 1 ? 1 : 0;
            before = number;
        }
        assertEquals(CHUNKS, before);
        assertTrue(holes <= 1, () -> "missing in more than one place: " + came);
        assertTrue(CHUNKS - came.size() <= most, () -> "more is missing than was under way: " + came);
    }
}
