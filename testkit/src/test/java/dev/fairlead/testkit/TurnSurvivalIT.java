// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Turn survival, the headline test of faults.md: an agent streams 100 chunks in 2 s, the link is lost at 0.5 s and comes back at
 * 1.0 s, and all of the answer arrives, in order, once; the prompt is executed once.
 */
@Execution(ExecutionMode.CONCURRENT)
class TurnSurvivalIT {
    private static final String PROMPT = "stream 100 chunks every 20 ms of 200 bytes";
    private static final int CHUNKS = 100;

    /** How many chunks come before the link is lost, and are said while it is: those of half a second. */
    private static final int HALF_A_SECOND = 25;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofMillis(300);

    private ProxiedGateway gateway;
    private ResumingClient client;

    @BeforeEach
    void start() {
        gateway = ProxiedGateway.start(Map.of());
        client = gateway.client(SILENCE);
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        gateway.close();
    }

    static Stream<Arguments> waysAndOutages() {
        return Arrays.stream(Way.values())
                .flatMap(way -> Arrays.stream(Outage.values()).map(outage -> Arguments.of(way, outage)));
    }

    @ParameterizedTest
    @MethodSource("waysAndOutages")
    void wholeAnswerArrivesThoughTheLinkIsLostInMidAnswer(Way way, Outage outage) throws InterruptedException {
        client.come(way);
        String session = client.newSession();
        String prompt = client.prompt(session, PROMPT);
        await().until(() -> client.ledger().chunks(session) >= HALF_A_SECOND);
        long before = gateway.lose(outage, session);
        assertTrue(before < CHUNKS, "the answer was over before the link was lost");
        await().until(() -> gateway.agent().said(session) >= Math.min(before + HALF_A_SECOND, CHUNKS));
        int came = client.ledger().chunks(session);
        assertTrue(came <= before, () -> came + " chunks came, " + before + " were said before the link was lost");
        outage.end(gateway.proxy());
        expectWholeAnswer(session, prompt);
    }

    static Stream<Arguments> moves() {
        return Stream.of(
                Arguments.of(Way.SSE, Way.WEBSOCKET),
                Arguments.of(Way.WEBSOCKET, Way.SSE),
                Arguments.of(Way.WEBSOCKET, Way.WEBSOCKET),
                Arguments.of(Way.WEBSOCKET, Way.POLLING),
                Arguments.of(Way.POLLING, Way.SSE));
    }

    @ParameterizedTest
    @MethodSource("moves")
    void wholeAnswerArrivesThoughTheClientMovesInMidAnswer(Way from, Way to) throws InterruptedException {
        client.come(from);
        String session = client.newSession();
        String prompt = client.prompt(session, PROMPT);
        await().until(() -> client.ledger().chunks(session) >= 25);
        client.leave();
        client.come(to);
        await().until(() -> client.ledger().chunks(session) >= 60);
        client.leave();
        client.come(from);
        expectWholeAnswer(session, prompt);
    }

    static Stream<Arguments> comings() {
        return Stream.of(
                Arguments.of(Way.SSE, Way.SSE),
                Arguments.of(Way.SSE_STREAMS, Way.SSE_STREAMS),
                Arguments.of(Way.WEBSOCKET, Way.WEBSOCKET),
                Arguments.of(Way.POLLING, Way.POLLING),
                Arguments.of(Way.SSE, Way.WEBSOCKET),
                Arguments.of(Way.WEBSOCKET, Way.SSE));
    }

    @ParameterizedTest
    @MethodSource("comings")
    void wholeAnswerWaitsForAClientThatWasAwayAtItsEnd(Way from, Way to) throws InterruptedException {
        client.come(from);
        String session = client.newSession();
        String prompt = client.prompt(session, PROMPT);
        await().until(() -> client.ledger().chunks(session) >= 10);
        client.leave();
        await().until(() -> gateway.agent().hasAnswered(prompt));
        assertFalse(client.ledger().response(prompt).isDone());
        assertTrue(client.ledger().chunks(session) < CHUNKS);
        client.come(to);
        expectWholeAnswer(session, prompt);
    }

    private void expectWholeAnswer(String session, String prompt) throws InterruptedException {
        Json answer = client.await(prompt);
        assertEquals("end_turn", answer.at("result", "stopReason").text(), answer::toString);
        assertEquals(CHUNKS, client.ledger().chunks(session));
        client.ledger().awaitWhole(PATIENCE);
        assertEquals(1, gateway.agent().heard("session/prompt").size());
    }
}
