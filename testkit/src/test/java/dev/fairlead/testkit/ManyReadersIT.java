// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One reader of 200 stalls: it is detached at the stall time, its agent waits, memory stays within the journal's limits, and the
 * others do not notice. When it reads again it goes on where it was; what the journal could not keep for it is an announced gap.
 */
class ManyReadersIT {
    private static final int OTHERS = 199;
    private static final int CHUNKS = 50;
    private static final String PROMPT = "stream " + CHUNKS + " chunks every 40 ms of 1000 bytes";
    private static final int STALLED_CHUNKS = 100_000;
    private static final String STALLED_PROMPT = "stream " + STALLED_CHUNKS + " chunks of 1000 bytes";
    private static final Map<String, String> LIMITS = Map.of(
            "limits.stall-time", "1 s",
            "limits.journal-bytes", "1 MiB",
            "limits.all-journals-bytes", "32 MiB");

    /** The stall time, a tick of the clock, and the five seconds that a WebSocket may take to answer a close frame. */
    private static final Duration UNTIL_DETACHED = Duration.ofSeconds(8);

    private static final long MOST_HEAP = 64L << 20;

    /** More than anything but the stream that stalls. */
    private static final long MUCH = 64L << 10;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @ParameterizedTest
    @EnumSource(names = {"SSE", "WEBSOCKET"})
    void oneStalledReaderIsDetachedAndTheOthersGetEverything(Way way) throws Exception {
        try (ProxiedGateway gateway = ProxiedGateway.start(LIMITS);
                ResumingClient stalled = gateway.client(PATIENCE)) {
            List<ResumingClient> others = new ArrayList<>();
            try {
                for (int i = 0; i < OTHERS; i++) {
                    ResumingClient client = gateway.client(gateway.direct(PATIENCE));
                    others.add(client);
                    client.come(way);
                }
                stall(gateway, stalled, way, others);
            } finally {
                others.forEach(ResumingClient::close);
            }
        }
    }

    private static void stall(ProxiedGateway gateway, ResumingClient stalled, Way way, List<ResumingClient> others)
            throws Exception {
        stalled.ledger().allowGaps();
        stalled.come(way);
        String session = stalled.newSession();
        long heap = heap();
        String prompt = stalled.prompt(session, STALLED_PROMPT);
        await().until(() -> stalled.ledger().chunks(session) > 0);
        gateway.proxy().become(LinkConditions.CLEAR.stalling());
        CompletableFuture<Void> detached = new CompletableFuture<>();
        gateway.proxy().after(UNTIL_DETACHED, () -> detached.complete(null));

        expectAnswers(others);
        detached.join();
        long said = gateway.agent().said(session);
        assertTrue(said < STALLED_CHUNKS / 2, () -> "the agent was not paused: it said " + said);
        expectAnswers(others);
        assertEquals(said, gateway.agent().said(session), "the agent went on for a reader that had stalled");
        long growth = heap() - heap;
        assertTrue(growth < MOST_HEAP, () -> "the heap has grown by " + growth + " bytes");

        FaultLog log = gateway.proxy().log();
        assertFalse(isStalledLinkOver(log), log::toString);
        gateway.proxy().become(LinkConditions.CLEAR);
        await().atMost(PATIENCE).until(() -> isStalledLinkOver(log));
        assertEquals(
                "end_turn", stalled.await(prompt).at("result", "stopReason").text());
        stalled.ledger().awaitWhole(PATIENCE);
        assertEquals(STALLED_CHUNKS, stalled.ledger().chunks(session));
    }

    /** Returns whether the link on which much came down is over: by a reset, or by its end if the client has said nothing meanwhile. */
    private static boolean isStalledLinkOver(FaultLog log) {
        return log.events().stream()
                .filter(event -> event.kind() == LinkEvent.Kind.BROKEN || event.kind() == LinkEvent.Kind.CLOSED)
                .anyMatch(event -> event.down() > MUCH);
    }

    private static void expectAnswers(List<ResumingClient> clients) throws InterruptedException {
        List<String> sessions = new ArrayList<>();
        List<String> prompts = new ArrayList<>();
        for (ResumingClient client : clients) {
            sessions.add(client.newSession());
        }
        for (int i = 0; i < clients.size(); i++) {
            prompts.add(clients.get(i).prompt(sessions.get(i), PROMPT));
        }
        for (int i = 0; i < clients.size(); i++) {
            ResumingClient client = clients.get(i);
            assertEquals(
                    "end_turn",
                    client.await(prompts.get(i)).at("result", "stopReason").text());
            client.ledger().awaitWhole(PATIENCE);
            assertEquals(CHUNKS, client.ledger().chunks(sessions.get(i)));
            assertEquals(0, client.cuts());
        }
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
