// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A laptop sleeps, a NAT forgets (faults.md F12): the gateway believes in a socket that is no more when the client comes again. */
class HalfOpenIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @CsvSource({"SSE, SSE", "SSE_STREAMS, SSE_STREAMS", "WEBSOCKET, WEBSOCKET", "SSE, WEBSOCKET", "WEBSOCKET, SSE"})
    void newWireTakesOverFromAHalfOpenOneAndNothingIsLost(Way from, Way to) throws Exception {
        try (ProxiedGateway gateway = ProxiedGateway.start(Map.of("http.keep-alive", "1 s"));
                ResumingClient client = gateway.client(PATIENCE)) {
            client.come(from);
            String session = client.newSession();
            String prompt = client.prompt(session, "stream 100 chunks every 20 ms of 200 bytes");
            await().until(() -> client.ledger().chunks(session) >= 10);
            gateway.proxy().blackHole();
            await().until(() -> gateway.proxy().log().count(LinkEvent.Kind.VANISHED) > 0);
            long said = gateway.agent().said(session); // what came, or is under way
            await().until(() -> gateway.agent().said(session) >= said + 10);
            int came = client.ledger().chunks(session);
            assertTrue(came <= said, () -> came + " chunks came, " + said + " were said before the link vanished");

            client.leave();
            client.come(to);
            assertEquals(
                    "end_turn", client.await(prompt).at("result", "stopReason").text());
            client.ledger().awaitWhole(PATIENCE);
            assertEquals(100, client.ledger().chunks(session));
            expectGatewayToCloseTheHalfOpenSockets(gateway.proxy().log());
        }
    }

    /** The client has closed its side of the old links; once the gateway has closed its own, nothing is left of them. */
    private static void expectGatewayToCloseTheHalfOpenSockets(FaultLog log) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertTrue(
                        links(log, LinkEvent.Kind.CLOSED).containsAll(links(log, LinkEvent.Kind.VANISHED)),
                        log::toString));
    }

    private static Set<Integer> links(FaultLog log, LinkEvent.Kind kind) {
        return log.events().stream()
                .filter(event -> event.kind() == kind)
                .map(LinkEvent::link)
                .collect(Collectors.toSet());
    }
}
