// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.client.ConnectionState;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own client against our own gateway, through a network that fails. */
@Execution(ExecutionMode.CONCURRENT)
class ConnectorIT {
    private static final String PROMPT = "stream 100 chunks every 20 ms of 200 bytes";
    private static final List<String> TRANSPORTS = List.of("websocket", "sse", "polling");
    private static final Duration LOST = Duration.ofMillis(500);
    private static final Duration BACK = Duration.ofSeconds(1);

    private ProxiedGateway gateway;
    private ConnectedApplication application;

    @BeforeEach
    void start() {
        gateway = ProxiedGateway.start(Map.of("heartbeat", "100 ms"));
    }

    @AfterEach
    void stop() {
        if (application != null) {
            application.close();
        }
        gateway.close();
    }

    private void connect(String transport, Map<String, String> more) {
        connect(transport, more, gateway.proxy());
    }

    private void connect(String transport, Map<String, String> more, FaultProxy network) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("transport", transport);
        settings.putIfAbsent("connect.silence", "400 ms");
        URI uri = URI.create("http://127.0.0.1:" + network.address().getPort() + "/acp");
        application = ConnectedApplication.to(uri, settings, false);
    }

    static Stream<Arguments> transportsAndOutages() {
        return TRANSPORTS.stream()
                .flatMap(transport -> Arrays.stream(Outage.values()).map(outage -> Arguments.of(transport, outage)));
    }

    @ParameterizedTest
    @MethodSource("transportsAndOutages")
    void wholeAnswerArrivesThoughTheLinkIsLostInMidAnswer(String transport, Outage outage) {
        connect(transport, Map.of());
        String session = application.newSession();
        FaultProxy proxy = gateway.proxy();
        proxy.after(LOST, () -> outage.begin(proxy));
        proxy.after(BACK, () -> outage.end(proxy));
        expectWhole(application.prompt(session, PROMPT), 100);
        assertTrue(
                transport.equals("polling")
                        || application.has(ConnectionState.Reconnecting.class), // polls are asked again
                application.states::toString);
        assertFalse(application.has(ConnectionState.Gap.class), application.states::toString);
        assertEquals(transport, application.transport());
    }

    private void expectWhole(CompletableFuture<Json> prompt, int count) {
        Json answer = prompt.orTimeout(120, TimeUnit.SECONDS).join();
        assertEquals("end_turn", answer.at("result", "stopReason").text(), answer::toString);
        assertEquals(count, application.chunks());
        assertEquals(List.of(), application.faults);
        assertEquals(1, gateway.agent().heard("session/prompt").size());
    }

    @Test
    void picksWebSocketWhereNothingIsWrong() {
        connect("auto", Map.of("connect.climb-time", "500 ms", "connect.silence", "30 s"));
        expectWhole(application.prompt(application.newSession(), PROMPT), 100);
        application.awaitTransport("websocket"); // on a busy machine another may have been faster
        assertFalse(application.has(ConnectionState.Reconnecting.class), application.states::toString);
        assertFalse(application.has(ConnectionState.Gap.class), application.states::toString);
    }

    @Test
    void movesDownAndUpAgainInMidAnswer() {
        URI direct = gateway.gateway().address();
        try (FaultProxy network = FaultProxy.to(new InetSocketAddress(direct.getHost(), direct.getPort()))
                .http()
                .start()) {
            connect("auto", Map.of("connect.climb-time", "500 ms", "connect.silence", "2 s"), network);
            String session = application.newSession();
            CompletableFuture<Json> prompt = application.prompt(session, "stream 1000 chunks every 10 ms of 100 bytes");
            application.awaitTransport("websocket"); // on a busy machine another may have been faster
            network.faults(Fault.F9);
            network.cut(LinkEnd.RESET);
            application.awaitTransport("sse");
            network.faults(Fault.F9, Fault.F1);
            network.cut(LinkEnd.RESET);
            application.awaitTransport("polling");
            network.faults();
            application.awaitTransport("websocket");
            expectWhole(prompt, 1000);
            assertFalse(application.has(ConnectionState.Gap.class), application.states::toString);
        }
    }

    /** What was pending is answered as in doubt, what was not sent goes to the new agent, and a new session works. */
    @ParameterizedTest
    @ValueSource(strings = {"websocket", "sse", "polling"})
    void survivesAGatewayThatIsKilledAndStartedAgain(String transport) {
        try (GatewayProcess process = new GatewayProcess(Map.of())) {
            application = ConnectedApplication.to(process.endpoint(), Map.of("transport", transport), true);
            CompletableFuture<Json> prompt = application.prompt(application.newSession(), PROMPT);
            await().until(() -> application.chunks() > 10);
            process.kill();
            await().until(() -> application.has(ConnectionState.Reconnecting.class));
            CompletableFuture<Json> unsent = application.send("session/new", Rpc.NEW_SESSION);
            process.start();
            Json error = prompt.orTimeout(30, TimeUnit.SECONDS).join();
            assertTrue(error.at("error", "message").text().contains("is gone"), error::toString);
            assertEquals("true", error.at("error", "data", "inDoubt").toString());
            String session = unsent.orTimeout(30, TimeUnit.SECONDS)
                    .join()
                    .at("result", "sessionId")
                    .text();
            Json answer = application
                    .prompt(session, PROMPT)
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join();
            assertEquals("end_turn", answer.at("result", "stopReason").text());
            assertEquals(100, application.chunks());
            assertTrue(application.has(ConnectionState.Gap.class), application.states::toString);
            assertFalse(application.closed.isDone());
        }
    }

    @Test
    void leavesNothingAtTheGateway() {
        for (String transport : TRANSPORTS) {
            connect(transport, Map.of());
            application.newSession();
            application.close();
            await().until(() -> gateway.gateway().connections() == 0);
        }
    }
}
