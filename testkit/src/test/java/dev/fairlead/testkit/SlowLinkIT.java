// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent is faster than the link (faults.md F25): what was under way when it is cut must still be in the journal. */
class SlowLinkIT {
    private static final int CHUNKS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({"SSE, 20", "SSE, 300", "SSE_STREAMS, 20", "SSE_STREAMS, 300", "WEBSOCKET, 20", "WEBSOCKET, 300"})
    void whatWasUnderWayIsNotLostWhenASlowLinkIsCut(Way way, int latencyMillis) throws Exception {
        try (ProxiedGateway gateway = ProxiedGateway.start(Map.of());
                ResumingClient client = gateway.client(PATIENCE)) {
            client.come(way);
            String session = client.newSession();
            FaultProxy proxy = gateway.proxy();
            AtomicInteger came = new AtomicInteger();
            proxy.become(LinkConditions.CLEAR.delayed(Duration.ofMillis(latencyMillis), Duration.ofMillis(10)));
            proxy.after(Duration.ofSeconds(1), () -> {
                came.set(client.ledger().chunks(session));
                proxy.become(LinkConditions.CLEAR);
                proxy.cut(LinkEnd.RESET);
            });
            String prompt = client.prompt(session, "stream " + CHUNKS + " chunks of 100 bytes");
            assertEquals(
                    "end_turn", client.await(prompt).at("result", "stopReason").text());
            client.ledger().awaitWhole(PATIENCE);
            assertEquals(CHUNKS, client.ledger().chunks(session));
            assertTrue(came.get() < CHUNKS, "the link was not slower than the agent");
        }
    }
}
