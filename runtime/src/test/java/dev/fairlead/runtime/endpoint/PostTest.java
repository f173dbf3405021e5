// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.post;
import static dev.fairlead.runtime.endpoint.Served.error;
import static dev.fairlead.runtime.endpoint.Served.notification;
import static dev.fairlead.runtime.endpoint.Served.prompt;
import static dev.fairlead.runtime.endpoint.Served.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rows of wire.md 1 about POST on a connection. */
class PostTest {
    private final ScriptedAgent agent = ScriptedAgent.answering();
    private final Served served = Served.by(agent);

    private ScriptedCall onConnection(String json) {
        return post(json).with("Acp-Connection-Id", served.connect());
    }

    @Test
    void aMessageIsAcceptedAtOnceAndReachesTheAgent() {
        Answer answer = served.handle(onConnection(notification("session/x")));

        assertEquals(new Answer(202, Map.of(), ""), answer);
        assertEquals(List.of("initialize", "session/x"), agent.heard());
    }

    @Test
    void theAgentGetsTheBytesAsTheyCame() {
        String odd = "{ \"method\" : \"_vendor/x\",\t\"params\":[1.0,\"\\u0061\\/\u00e9\"] , \"jsonrpc\":\"2.0\"}";

        assertEquals(202, served.handle(onConnection(odd)).status());
        assertEquals(odd, agent.lines.get(0).heard.get(1).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "APPLICATION/JSON",
                "application/json; charset=utf-8",
                "application/json;charset=x",
                " application/json "
            })
    void jsonIsTaken(String type) {
        assertEquals(
                202,
                served.handle(onConnection(notification("m")).with("Content-Type", type))
                        .status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "text/plain",
                "application/jsonx",
                "application/json-rpc",
                "application/x-www-form-urlencoded",
                "json",
                ";",
                "text/json"
            })
    void anythingElseIsUnsupported(String type) {
        ScriptedCall call = served.begin(onConnection(notification("m")).with("Content-Type", type));

        assertEquals(new Answer(415, Map.of("Accept", "application/json"), ""), call.answer());
        assertFalse(call.hasReadBody());
        assertEquals(List.of("initialize"), agent.heard());
    }

    @Test
    void aBodyWithoutATypeIsUnsupported() {
        assertEquals(
                415,
                served.handle(onConnection(notification("m")).with("Content-Type"))
                        .status());
    }

    @Test
    void withoutAConnectionItIsABadRequest() {
        Answer answer = served.handle(post(request(1, "session/new")));

        assertEquals(400, answer.status());
        assertEquals("application/json", answer.header("Content-Type"));
        assertEquals("no-store", answer.header("Cache-Control"));
        assertEquals(
                error(
                        "null",
                        -32600,
                        "The header Acp-Connection-Id is missing; only initialize goes without it.",
                        "connection-required"),
                answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAA", "../../etc/passwd"})
    void anUnknownConnectionIsNotFoundBeforeTheBodyIsRead(String id) {
        ScriptedCall call = served.begin(post(notification("m")).with("Acp-Connection-Id", id));

        assertEquals(404, call.answer().status());
        assertEquals(
                error(
                        "null",
                        -32000,
                        "There is no such connection (any more). Send initialize without a connection id to begin a new one.",
                        "connection-unknown"),
                call.answer().body());
        assertFalse(call.hasReadBody());
    }

    @Test
    void aConnectionThatEndsWhileTheBodyComesIsNotFound() {
        String id = served.connect();
        ScriptedCall call = served.begin(
                post(notification("m")).with("Acp-Connection-Id", id).holdBody());
        agent.lines.get(0).exit(CloseReason.NORMAL);

        call.bodyComes();

        assertEquals(404, call.answer().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "nonsense", "{\"jsonrpc\":\"2.0\",}", "\ufeff{}", "{}{}"})
    void malformedJsonIsAParseError(String body) {
        Answer answer = served.handle(onConnection(body));

        assertEquals(400, answer.status());
        assertTrue(
                answer.body()
                        .startsWith(
                                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"Not JSON: "),
                answer.body());
    }

    @Test
    void malformedUtf8IsAParseError() {
        Answer answer = served.handle(
                onConnection("").content("{\"method\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1)));

        assertEquals(400, answer.status());
        assertEquals(
                error("null", -32700, "Not JSON: the bytes are not UTF-8, at byte 12.", "malformed-json"),
                answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}]"})
    void aBatchIsNotImplementedWithOrWithoutAConnection(String batch) {
        String body = error("null", -32600, "ACP has no JSON-RPC batches: send one message at a time.", "batch");

        for (Answer answer : List.of(served.handle(onConnection(batch)), served.handle(post(batch)))) {
            assertEquals(501, answer.status());
            assertEquals(body, answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "1",
                "null",
                "{\"id\":1}",
                "{\"id\":true,\"method\":\"m\"}",
                "{\"jsonrpc\":\"1.0\",\"method\":\"m\"}",
                "{\"method\":\"m\",\"method\":\"m\"}"
            })
    void whatIsNoMessageIsAnInvalidRequest(String body) {
        Answer answer = served.handle(onConnection(body));

        assertEquals(400, answer.status());
        assertTrue(
                answer.body().startsWith("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,"),
                answer.body());
    }

    @Test
    void aSecondInitializeIsABadRequest() {
        Answer answer = served.handle(onConnection(Served.INITIALIZE));

        assertEquals(400, answer.status());
        assertEquals(error("null", -32600, "The connection is initialized already.", "protocol"), answer.body());
        assertEquals(1, agent.lines.size());
    }

    @Test
    void aBodyOverTheLimitIsTooLarge() {
        Served small = Served.by(ScriptedAgent.answering(), "limits.message-bytes", "100");
        Answer answer = small.handle(post(" ".repeat(101)).with("Acp-Connection-Id", small.connect()));

        assertEquals(413, answer.status());
        assertEquals(error("null", -32600, "The body has more than 100 bytes.", "too-large"), answer.body());
    }

    @Test
    void aClientThatVanishesInTheBodyIsNotAnswered() {
        ScriptedCall call = served.begin(onConnection(notification("m")).holdBody());
        call.clientVanishes();

        assertEquals(0, call.answers());
        assertEquals(List.of("initialize"), agent.heard());
    }

    @Test
    void aRequestIdThatIsInUseIsABadRequest() {
        Served slow = Served.by(ScriptedAgent.hearing((line, message) -> {
            if (message.envelope().isRequest("initialize")) {
                line.answer(message, "\"result\":{}");
            }
        }));
        String id = slow.connect();

        assertEquals(
                202,
                slow.handle(post(request(7, "a")).with("Acp-Connection-Id", id)).status());
        assertEquals(
                400,
                slow.handle(post(request(7, "b")).with("Acp-Connection-Id", id)).status());
    }

    @Test
    void aRequestThatAProxyRepeatsIsExecutedOnce() {
        String id = served.connect();

        for (int i = 0; i < 4; i++) {
            assertEquals(
                    202,
                    served.handle(post(request(7, "a")).with("Acp-Connection-Id", id))
                            .status());
        }
        assertEquals(List.of("initialize", "a"), agent.heard());
    }

    @Test
    void aMessageOfASessionNeedsTheHeader() {
        Answer answer = served.handle(onConnection(prompt(1, "s")));

        assertEquals(400, answer.status());
        assertEquals(
                error(
                        "null",
                        -32600,
                        "The message belongs to a session, so the header Acp-Session-Id must name it.",
                        "session-mismatch"),
                answer.body());
        assertEquals(List.of("initialize"), agent.heard());
    }

    @Test
    void aNotificationOfASessionNeedsTheHeaderToo() {
        String cancel = "{\"jsonrpc\":\"2.0\",\"method\":\"session/cancel\",\"params\":{\"sessionId\":\"s\"}}";

        assertEquals(400, served.handle(onConnection(cancel)).status());
        assertEquals(
                202,
                served.handle(onConnection(cancel).with("Acp-Session-Id", "s")).status());
    }

    @Test
    void anotherSessionInTheHeaderIsABadRequestAlways() {
        Served lenient = Served.by(ScriptedAgent.answering(), "session-header", "lenient");

        for (Served each : List.of(served, lenient)) {
            Answer answer = each.handle(post(prompt(1, "s"))
                    .with("Acp-Connection-Id", each.connect())
                    .with("Acp-Session-Id", "t"));
            assertEquals(400, answer.status());
            assertEquals(
                    error(
                            "null",
                            -32600,
                            "The header Acp-Session-Id names another session than params.sessionId.",
                            "session-mismatch"),
                    answer.body());
        }
    }

    @Test
    void whereTheHeaderIsLenientItMayBeLeftOut() {
        Served lenient = Served.by(ScriptedAgent.answering(), "session-header", "lenient");
        String id = lenient.connect();

        assertEquals(
                202,
                lenient.handle(post(prompt(1, "s")).with("Acp-Connection-Id", id))
                        .status());
        assertEquals(
                202,
                lenient.handle(post(prompt(2, "s"))
                                .with("Acp-Connection-Id", id)
                                .with("Acp-Session-Id", "s"))
                        .status());
        assertEquals(List.of("initialize", "session/prompt", "session/prompt"), lenient.agent.heard());
    }

    @Test
    void aStrayHeaderOnAMessageWithoutASessionIsIgnored() {
        assertEquals(
                202,
                served.handle(onConnection(request(1, "session/new")).with("Acp-Session-Id", "stray"))
                        .status());
        assertEquals(List.of("initialize", "session/new"), agent.heard());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{\"outcome\":{}}}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"5\",\"result\":{\"sessionId\":\"s\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"error\":{\"code\":-32603,\"message\":\"no\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"?\"}}"
            })
    void aResponseNeedsNoHeaderAndGoesNowhereIfNothingIsPending(String response) {
        assertEquals(202, served.handle(onConnection(response)).status());
        assertEquals(
                202,
                served.handle(onConnection(response).with("Acp-Session-Id", "any"))
                        .status());
        assertEquals(List.of("initialize"), agent.heard());
    }

    @Test
    void aResponseToTheAgentsRequestReachesItOnceWithOrWithoutTheHeader() {
        String id = served.connect();
        ScriptedAgent.Line line = agent.lines.get(0);
        line.say(
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"session/request_permission\",\"params\":{\"sessionId\":\"s\"}}");
        line.say(
                "{\"jsonrpc\":\"2.0\",\"id\":\"0\",\"method\":\"session/request_permission\",\"params\":{\"sessionId\":\"s\"}}");

        for (String answer : List.of("0", "0", "\"0\"", "\"\\u0030\"", "1")) {
            String response = "{\"jsonrpc\":\"2.0\",\"id\":" + answer + ",\"result\":{}}";
            assertEquals(
                    202,
                    served.handle(post(response).with("Acp-Connection-Id", id)).status());
        }
        assertEquals(List.of("initialize", "0", "\"0\""), agent.heard());
    }
}
