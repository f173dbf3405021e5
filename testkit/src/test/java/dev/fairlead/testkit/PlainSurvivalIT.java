// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.testkit.Inbox.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    /** How many chunks come before the link is lost, and are said while it is: those of half a second. */
    private static final int HALF_A_SECOND = 25;

    /** How many chunks a gateway may send on a busy machine until it sees that the link is lost. */
    private static final int UNSEEN = 25;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource
    void overSseOnlyWhatWasUnderWayIsMissingAndCanBeLoaded(Outage outage) throws Exception {
        try (ProxiedGateway gateway = ProxiedGateway.start(Map.of());
                Trial trial = new Trial(gateway.proxied(PATIENCE))) {
            PlainClient client = trial.connect();
            String session = client.newSession();
            client.send(Rpc.prompt("1", session, PROMPT), session);
            long lost = lose(gateway, outage, client.inbox(), session);
            comeBack(gateway, outage, session, lost);
            client.openStream();
            client.openStream(session);
            long back = gateway.agent().said(session);

            assertEquals("end_turn", stopReason(client.inbox().awaitResponse("1")));
            List<Integer> came = Chunks.of(client.inbox(), session).numbers();
            expectOneHole(came, outage == Outage.BLACK_HOLE ? back : lost + UNSEEN);
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
            before.send(Rpc.prompt("1", session, PROMPT));
            lose(gateway, Outage.RESET, before.inbox(), session);
            before.inbox().awaitEnd(RawWebSocket.STREAM);
            int came = Chunks.of(before.inbox(), session).size();
            assertTrue(came > 0 && came < CHUNKS, () -> came + " chunks came before the end");
            await().until(() -> gateway.gateway().connections() == 0);
            Outage.RESET.end(gateway.proxy());

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
            before.send(Rpc.prompt("1", session, PROMPT));
            long lost = lose(gateway, Outage.CUT, before.inbox(), session);
            before.inbox().awaitEnd(RawWebSocket.STREAM);
            comeBack(gateway, Outage.CUT, session, lost);

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
            expectOneHole(came, lost + UNSEEN);
            assertEquals(1, gateway.agent().heard("session/prompt").size());
        }
    }

    /** Lets the link be lost in the answer; returns how many chunks were said by then. */
    private static long lose(ProxiedGateway gateway, Outage outage, Inbox inbox, String session) {
        inbox.await("A chunk", arrival -> arrival.text().contains("[" + HALF_A_SECOND + "] "));
        return gateway.lose(outage, session);
    }

    /** Lets the link be back when more was said since it was lost. */
    private static void comeBack(ProxiedGateway gateway, Outage outage, String session, long lost) {
        await().until(() -> gateway.agent().said(session) >= Math.min(lost + HALF_A_SECOND, CHUNKS));
        outage.end(gateway.proxy());
    }

    private static String stopReason(Arrival answer) {
        return answer.json().at("result", "stopReason").text();
    }

    private static List<Integer> whole() {
        return IntStream.rangeClosed(1, CHUNKS).boxed().toList();
    }

    /** Fails unless the numbers rise from the first to the last, and those that are missing stand in one place, which ends in time. */
    private static void expectOneHole(List<Integer> came, long end) {
        int holes = 0;
        int before = 0;
        for (int number : came) {
            assertTrue(number > before, () -> "doubled or out of order: " + came);
            if (number > before + 1) {
                holes++;
                assertTrue(number <= end + 1, () -> "what was said after " + end + " is missing too: " + came);
            }
            before = number;
        }
        assertEquals(CHUNKS, before);
        assertTrue(holes <= 1, () -> "missing in more than one place: " + came);
    }
}
