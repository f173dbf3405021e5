// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.post;
import static dev.fairlead.runtime.endpoint.Served.INITIALIZE;
import static dev.fairlead.runtime.endpoint.Served.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The life of the POST that begins a connection. */
class InitializeTest {
    private static final String CLIENT = "5f0c2b8e9a7d4c61b3e2f1a09d8c7b6a";

    private static ScriptedCall initialize() {
        return post(INITIALIZE);
    }

    private static ScriptedCall named() {
        return initialize().with("Fairlead-Client", CLIENT);
    }

    @Test
    void isAnsweredByTheAgentAndNamesTheConnection() {
        Served served = Served.by(ScriptedAgent.answering());

        Answer answer = served.handle(initialize());

        assertEquals(200, answer.status());
        assertEquals("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}", answer.body());
        assertEquals("application/json", answer.header("Content-Type"));
        assertEquals("no-store", answer.header("Cache-Control"));
        assertTrue(answer.header("Acp-Connection-Id").matches("[A-Za-z0-9_-]{22}"), answer.toString());
        assertEquals(1, served.table.size());
    }

    @Test
    void saysThatTheClientsNameAndNumberHaveComeThrough() {
        Served served = Served.by(ScriptedAgent.answering());

        assertEquals("1", served.handle(named().with("Fairlead-Sequence", "1")).header("Fairlead-Received"));
        assertNull(served.handle(named()).header("Fairlead-Received"), "the number was lost on the way");
        assertNull(served.handle(initialize()).header("Fairlead-Received"));
    }

    @Test
    void keepsTheIdAsTheClientWroteIt() {
        Served served = Served.by(ScriptedAgent.answering());

        for (String id : List.of("0", "\"0\"", "\"a b\"", "null", "-1.5e3")) {
            Answer answer = served.handle(post(INITIALIZE.replace("\"id\":0", "\"id\":" + id)));
            assertEquals("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}", answer.body());
        }
    }

    @Test
    void eachBeginsAConnectionAndAnAgentOfItsOwn() {
        Served served = Served.by(ScriptedAgent.answering());

        assertNotEquals(served.connect(), served.connect());
        assertEquals(2, served.agent.lines.size());
    }

    @Test
    void waitsForTheAgentWithoutHoldingTheThread() {
        Served served = Served.by(ScriptedAgent.silent());
        ScriptedCall call = served.begin(initialize());
        assertEquals(0, call.answers());

        served.agent.lines.get(0).say("{\"jsonrpc\":\"2.0\",\"method\":\"_x/hello\"}");
        assertEquals(0, call.answers());
        served.agent.lines.get(0).say("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":1}}");

        assertEquals(200, call.answer().status());
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":1}}",
                call.answer().body());
    }

    @Test
    void refusedByTheAgentIsABadGatewayAndLeavesNoConnection() {
        Served served = Served.by(ScriptedAgent.hearing(
                (line, message) -> line.answer(message, "\"error\":{\"code\":-32602,\"message\":\"version?\"}")));

        Answer answer = served.handle(initialize());

        assertEquals(502, answer.status());
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32602,\"message\":\"version?\"}}", answer.body());
        assertNull(answer.header("Acp-Connection-Id"));
        assertEquals(0, served.table.size());
        assertTrue(served.agent.lines.get(0).isClosed());
    }

    @Test
    void ofAnAgentThatCannotBeStartedIsABadGatewayThatNamesNoInternals() {
        Served served = Served.by(ScriptedAgent.connecting(
                line -> CompletableFuture.failedStage(new IllegalStateException("/opt/secret/agent: not found"))));

        Answer answer = served.handle(initialize());

        assertEquals(502, answer.status());
        assertEquals(error("0", -32000, "The agent could not be started.", "agent-unavailable"), answer.body());
        assertEquals(0, served.table.size());
    }

    @Test
    void tellsTheAgentsOwnSentenceAboutWhyItIsNotThere() {
        Served served = Served.by(ScriptedAgent.connecting(line -> CompletableFuture.failedStage(
                new AgentException(Code.AGENT_UNAVAILABLE, "The agent is being updated.", new Exception("secret")))));

        assertEquals(
                error("0", -32000, "The agent is being updated.", "agent-unavailable"),
                served.handle(initialize()).body());
    }

    @Test
    void ofAnAgentThatThrowsIsABadGateway() {
        Served served = Served.by(ScriptedAgent.connecting(line -> {
            throw new IllegalStateException("secret");
        }));

        Answer answer = served.handle(initialize());

        assertEquals(502, answer.status());
        assertEquals(error("0", -32000, "The agent could not be started.", "agent-unavailable"), answer.body());
        assertEquals(0, served.table.size());
    }

    @ParameterizedTest
    @EnumSource(
            value = Code.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"LIMIT_REACHED", "SHUTDOWN"})
    void isABadGatewayForWhateverReasonTheAgentEnds(Code code) {
        Served served = Served.by(ScriptedAgent.silent());
        ScriptedCall call = served.begin(initialize());

        served.agent.lines.get(0).exit(new CloseReason(code, "It ended."));

        assertEquals(502, call.answer().status());
        assertTrue(
                call.answer().body().contains("\"message\":\"It ended.\",\"data\":{\"code\":\"" + code.text() + "\"}"));
        assertEquals(0, served.table.size());
    }

    @Test
    void thatIsNeverAnsweredIsABadGatewayAfterAMinute() {
        Served served = Served.by(ScriptedAgent.silent());
        ScriptedCall call = served.begin(initialize());

        served.time.pass(Duration.ofSeconds(59));
        assertEquals(0, call.answers());
        served.time.pass(Duration.ofSeconds(3));

        assertEquals(502, call.answer().status());
        assertEquals(
                error("0", -32000, "The agent did not answer initialize within 60 s.", "agent-unavailable"),
                call.answer().body());
        assertEquals(0, served.table.size());
        assertTrue(served.agent.lines.get(0).isClosed());
    }

    @Test
    void ofAnAgentThatNeverStartsIsABadGatewayAndTheAgentIsClosedWhenItComesTooLate() {
        CompletableFuture<AgentConnection> starting = new CompletableFuture<>();
        Served served = Served.by(ScriptedAgent.connecting(line -> starting), "limits.initialize-time", "10 s");
        ScriptedCall call = served.begin(initialize());

        served.time.pass(Duration.ofSeconds(12));
        assertEquals(502, call.answer().status());
        starting.complete(served.agent.lines.get(0));

        assertTrue(served.agent.lines.get(0).isClosed());
    }

    @Test
    void whileTheGatewayStopsIsUnavailable() {
        Served served = Served.by(ScriptedAgent.silent());
        ScriptedCall waiting = served.begin(initialize());
        assertTrue(served.table.stop().toCompletableFuture().isDone());

        Answer late = served.handle(initialize());

        for (Answer answer : List.of(waiting.answer(), late)) {
            assertEquals(503, answer.status());
            assertEquals("5", answer.header("Retry-After"));
            assertTrue(answer.body().contains("The gateway is shutting down."), answer.body());
        }
        assertEquals(1, served.agent.lines.size());
    }

    @Test
    void beyondTheLimitIsUnavailableAndStartsNoAgent() {
        Served served = Served.by(ScriptedAgent.answering(), "limits.connections", "2");
        String first = served.connect();
        served.connect();

        Answer refused = served.handle(initialize());

        assertEquals(503, refused.status());
        assertEquals("5", refused.header("Retry-After"));
        assertTrue(refused.body().contains("All 2 connections are in use."), refused.body());
        assertEquals(2, served.agent.lines.size());

        served.handle(ScriptedCall.call("DELETE", "/acp").with("Acp-Connection-Id", first));
        served.connect();
        assertEquals(3, served.agent.lines.size());
    }

    @Test
    void ofAClientThatVanishedBeforeTheEndOfTheBodyBeginsNothing() {
        Served served = Served.by(ScriptedAgent.answering());
        ScriptedCall call = served.begin(initialize().holdBody());

        call.clientVanishes();

        assertEquals(0, call.answers());
        assertEquals(0, served.table.size());
        assertTrue(served.agent.lines.isEmpty());
    }

    @Test
    void whoseAnswerNobodyFollowsUpIsForgottenAfterAMinute() {
        Served served = Served.by(ScriptedAgent.answering());
        served.connect();

        served.time.pass(Duration.ofSeconds(59));
        assertEquals(1, served.table.size());
        served.time.pass(Duration.ofSeconds(3));

        assertEquals(0, served.table.size());
        assertTrue(served.agent.lines.get(0).isClosed());
    }

    @Test
    void repeatedByTheSameClientGetsTheSameAnswer() {
        Served served = Served.by(ScriptedAgent.answering());

        for (String sequence : List.of("", "1")) {
            ScriptedCall one = named();
            ScriptedCall two = named();
            if (!sequence.isEmpty()) {
                one.with("Fairlead-Sequence", sequence);
                two.with("Fairlead-Sequence", sequence);
            }
            assertEquals(served.handle(one), served.handle(two));
        }
        assertEquals(1, served.agent.lines.size());
        assertEquals(List.of("initialize"), served.agent.heard());
    }

    @Test
    void repeatedWhileTheAgentStartsWaitsForTheSameAnswer() {
        Served served = Served.by(ScriptedAgent.silent());
        List<ScriptedCall> calls = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            calls.add(served.begin(named()));
            calls.add(served.begin(named().with("Fairlead-Sequence", "1")));
        }
        assertEquals(List.of("initialize"), served.agent.heard());

        served.agent.lines.get(0).say("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}");

        Answer first = calls.get(0).answer();
        assertEquals(200, first.status());
        calls.forEach(call -> assertEquals(first.body(), call.answer().body()));
        calls.forEach(call ->
                assertEquals(first.header("Acp-Connection-Id"), call.answer().header("Acp-Connection-Id")));
    }

    @Test
    void repeatedByAClientWhoseFirstCallIsGoneGetsTheConnection() {
        Served served = Served.by(ScriptedAgent.silent());
        ScriptedCall lost = served.begin(named());
        served.agent.lines.get(0).say("{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{}}");
        String id = lost.answer().header("Acp-Connection-Id"); // which the network ate

        assertEquals(id, served.handle(named()).header("Acp-Connection-Id"));
        assertEquals(
                202,
                served.handle(post(Served.notification("m")).with("Acp-Connection-Id", id))
                        .status());
    }

    @Test
    void repeatedAfterTheConnectionEndedBeginsAnother() {
        Served served = Served.by(ScriptedAgent.answering());
        String first = served.connect(CLIENT);
        served.handle(ScriptedCall.call("DELETE", "/acp").with("Acp-Connection-Id", first));

        assertNotEquals(first, served.connect(CLIENT));
        assertEquals(2, served.agent.lines.size());
    }

    @Test
    void repeatedAfterItFailedIsTriedAgain() {
        Served served = Served.by(
                ScriptedAgent.connecting(line -> CompletableFuture.failedStage(new IllegalStateException("no"))));

        assertEquals(502, served.handle(named()).status());
        assertEquals(502, served.handle(named()).status());
        assertEquals(2, served.agent.lines.size());
    }

    @Test
    void ofDifferentClientsBeginsDifferentConnections() {
        Served served = Served.by(ScriptedAgent.answering());

        assertNotEquals(served.connect("one"), served.connect("two"));
    }

    @Test
    void ofClientsWhoseNameWasEmptiedOnTheWayBeginsDifferentConnections() {
        Served served = Served.by(ScriptedAgent.answering());

        assertNotEquals(
                served.handle(initialize().with("Fairlead-Client", "")).header("Acp-Connection-Id"),
                served.handle(initialize().with("Fairlead-Client", "")).header("Acp-Connection-Id"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "\u00e9", "tab\tbed", "LONG"})
    void ofAClientWithAnUnusableNameIsABadRequest(String name) {
        Served served = Served.by(ScriptedAgent.answering());

        Answer answer = served.handle(initialize().with("Fairlead-Client", name.replace("LONG", "x".repeat(129))));

        assertEquals(400, answer.status());
        assertTrue(served.agent.lines.isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "7", "999999999999999999"})
    void thatIsNotTheFirstOfItsSequenceIsABadRequest(String sequence) {
        Served served = Served.by(ScriptedAgent.answering());

        Answer answer = served.handle(named().with("Fairlead-Sequence", sequence));

        assertEquals(400, answer.status());
        assertTrue(answer.body().contains("The header Fairlead-Sequence of initialize must be 1: it is the first."));
        assertEquals(0, served.table.size());
    }

    @Test
    void asANotificationIsNone() {
        Served served = Served.by(ScriptedAgent.answering());

        assertEquals(
                400,
                served.handle(post("{\"jsonrpc\":\"2.0\",\"method\":\"initialize\"}"))
                        .status());
        assertFalse(served.table.size() > 0);
    }
}
