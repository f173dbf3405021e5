// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.runtime.json.Json;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoAgentTest {
    private final DemoAgent agent = new DemoAgent();
    private DemoClient client;

    @BeforeEach
    void connect() throws Exception {
        client = DemoClient.initialized(agent);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        agent.close();
    }

    @Test
    void introducesItself() throws Exception {
        try (DemoClient other = new DemoClient(agent)) {
            Map<String, Object> answer = other.call("initialize", Map.of("protocolVersion", 7));

            assertEquals(1L, Json.number(answer, "result", "protocolVersion"));
            assertEquals("fairlead-demo-agent", Json.text(answer, "result", "agentInfo", "name"));
            assertEquals(true, Json.at(answer, "result", "agentCapabilities", "loadSession"));
        }
    }

    @Test
    void wantsToBeInitializedFirstAndOnce() throws Exception {
        try (DemoClient other = new DemoClient(agent)) {
            assertError(-32600, other.call("session/list", Map.of()));
        }
        assertError(-32600, client.call("initialize", Map.of("protocolVersion", 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-7", "\"0\"", "\"\"", "1.5", "null"})
    void answersAnUnknownMethodWithTheSameId(String id) throws Exception {
        client.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"_vendor/nothing\",\"params\":[]}");

        Map<String, Object> answer = client.next();
        assertError(-32601, answer);
        assertEquals(Json.read(id), answer.get("id"));
    }

    @Test
    void ignoresNotificationsAndResponsesThatItDoesNotKnow() throws Exception {
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"_vendor/nothing\"}");
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"$/cancel_request\",\"params\":{\"requestId\":1}}");
        client.send("{\"jsonrpc\":\"2.0\",\"method\":\"session/cancel\",\"params\":{\"sessionId\":\"none\"}}");
        client.send("{\"jsonrpc\":\"2.0\",\"id\":99,\"result\":{}}");

        assertEquals(List.of(), Json.list(client.call("session/list", Map.of()), "result", "sessions"));
    }

    @Test
    void echoesWordByWord() throws Exception {
        String session = client.newSession();

        List<Map<String, Object>> turn = client.until(client.prompt(session, "Hello, sailor!"));

        assertEquals(List.of("You ", "said: ", "Hello, ", "sailor! ", "\n"), DemoClient.words(turn));
        assertEndOf(turn, "end_turn");
    }

    @Test
    void callsASessionAfterItsFirstPromptAndCountsItsUse() throws Exception {
        String session = client.newSession();

        List<Map<String, Object>> turn = client.until(client.prompt(session, "think"));

        assertEquals("think", Json.text(turn.get(0), "params", "update", "title"));
        Map<String, Object> usage = Json.object(turn.get(turn.size() - 2), "params", "update");
        assertEquals("usage_update", usage.get("sessionUpdate"));
        assertTrue(Json.number(usage, "used") > 0);
        List<?> listed = Json.list(client.call("session/list", Map.of()), "result", "sessions");
        assertEquals("think", Json.text(listed.get(0), "title"));
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 8", "500, 0, 50", "20, 1, 200", "12, 0, 1"})
    void streamsEveryChunkOnceInOrder(int count, int millis, int bytes) throws Exception {
        String session = client.newSession();

        List<Map<String, Object>> turn = client.until(
                client.prompt(session, "stream " + count + " chunks every " + millis + " ms of " + bytes + " bytes"));

        List<String> expected = IntStream.rangeClosed(1, count)
                .mapToObj(i -> "[" + i + "] ")
                .map(head -> head + ".".repeat(Math.max(0, bytes - head.length())))
                .toList();
        assertEquals(expected, DemoClient.words(turn));
        assertEndOf(turn, "end_turn");
    }

    @Test
    void doesTheStepsOfAPromptInTheirOrder() throws Exception {
        String session = client.newSession();

        List<Map<String, Object>> turn = client.until(client.prompt(session, "plan; stream 1 chunk then think\nhello"));

        List<String> kinds = turn.stream()
                .map(message -> Json.text(message, "params", "update", "sessionUpdate"))
                .distinct()
                .toList();
        assertEquals(
                List.of("session_info_update", "plan", "agent_message_chunk", "agent_thought_chunk", "usage_update"),
                kinds.subList(0, 5));
        assertEquals("[1] ................", DemoClient.words(turn).get(0));
        assertEquals("hello ", DemoClient.words(turn).get(3));
    }

    @Test
    void worksThroughAPlan() throws Exception {
        List<Map<String, Object>> turn = client.until(client.prompt(client.newSession(), "plan"));

        List<String> states = turn.stream()
                .map(message -> Json.list(message, "params", "update", "entries"))
                .filter(entries -> !entries.isEmpty())
                .map(entries -> entries.stream()
                        .map(entry -> Json.text(entry, "status"))
                        .toList()
                        .toString())
                .toList();
        assertEquals(
                List.of(
                        "[in_progress, pending, pending]",
                        "[completed, in_progress, pending]",
                        "[completed, completed, in_progress]",
                        "[completed, completed, completed]"),
                states);
    }

    @Test
    void showsAToolCallFromPendingToCompleted() throws Exception {
        List<Map<String, Object>> turn = client.until(client.prompt(client.newSession(), "tool call"));

        assertEquals(List.of("pending", "in_progress", "completed"), toolCallStates(turn));
        Map<String, Object> done = turn.stream()
                .map(message -> Json.object(message, "params", "update"))
                .filter(update -> "completed".equals(update.get("status")))
                .findFirst()
                .orElseThrow();
        List<?> content = Json.list(done, "content");
        assertEquals("content", Json.text(content.get(0), "type"));
        assertEquals("diff", Json.text(content.get(1), "type"));
        assertEquals("/work/greeting.txt", Json.text(content.get(1), "path"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"result\":{\"outcome\":{\"outcome\":\"selected\",\"optionId\":\"allow_once\"}} | completed | You chose: Allow once.",
                "\"result\":{\"outcome\":{\"outcome\":\"selected\",\"optionId\":\"allow_always\"}} | completed | You chose: Always allow.",
                "\"result\":{\"outcome\":{\"outcome\":\"selected\",\"optionId\":\"reject_once\"}} | failed | You chose: Reject.",
                "\"result\":{\"outcome\":{\"outcome\":\"selected\",\"optionId\":\"x\"}} | failed | You chose x, which I did not offer.",
                "\"result\":{\"outcome\":{\"outcome\":\"cancelled\"}} | failed | You did not choose.",
                "\"error\":{\"code\":-32601,\"message\":\"Cannot.\"} | failed | I could not ask you: Cannot.",
                "\"result\":{\"a\":1,\"a\":2} | failed | I could not read your answer."
            })
    void asksForPermissionAndTellsWhatWasChosen(String answer, String state, String words) throws Exception {
        String session = client.newSession();
        long prompt = client.prompt(session, "ask permission");
        assertEquals("tool_call", client.nextUpdate("tool_call").get("sessionUpdate"));

        Map<String, Object> question = client.next();
        assertEquals("session/request_permission", question.get("method"));
        assertEquals(session, Json.text(question, "params", "sessionId"));
        assertEquals(
                List.of("allow_once", "allow_always", "reject_once"),
                Json.list(question, "params", "options").stream()
                        .map(option -> Json.text(option, "kind"))
                        .toList());
        client.send("{\"jsonrpc\":\"2.0\",\"id\":" + Json.write(question.get("id")) + "," + answer + "}");

        List<Map<String, Object>> rest = client.until(prompt);
        assertEquals(List.of(words + "\n"), DemoClient.words(rest));
        assertTrue(toolCallStates(rest).contains(state));
        assertEndOf(rest, "end_turn");
    }

    @Test
    void asksBeforeAToolCallInAskMode() throws Exception {
        String session = client.newSession();
        long set = client.request("session/set_mode", Map.of("sessionId", session, "modeId", "ask"));
        assertEquals("ask", client.nextUpdate("current_mode_update").get("currentModeId"));
        client.until(set);

        client.prompt(session, "tool call");
        client.nextUpdate("tool_call");

        assertEquals("session/request_permission", client.next().get("method"));
    }

    @Test
    void refusesAnUnknownMode() throws Exception {
        String session = client.newSession();

        assertError(-32602, client.call("session/set_mode", Map.of("sessionId", session, "modeId", "sail")));
    }

    @Test
    void aModeIsAnOptionToo() throws Exception {
        String session = client.newSession();

        long set = client.request("session/set_mode", Map.of("sessionId", session, "modeId", "ask"));
        assertEquals("ask", chosen(client.nextUpdate("config_option_update"), "mode"));
        client.until(set);
        long back = setOption(session, "mode", "code");
        assertEquals("code", client.nextUpdate("current_mode_update").get("currentModeId"));
        assertEquals("code", chosen(Json.object(last(client.until(back)), "result"), "mode"));
    }

    @Test
    void speaksAsTheModelDoesAndThinksFirstIfItIsTold() throws Exception {
        String session = client.newSession();
        client.until(setOption(session, "model", "shout"));
        client.until(setOption(session, "thinking", true));

        List<Map<String, Object>> turn = client.until(client.prompt(session, "ahoy"));

        assertEquals("YOU SAID: AHOY \n", String.join("", DemoClient.words(turn)));
        assertEquals(3, DemoClient.texts(turn, "agent_thought_chunk").size());
    }

    @Test
    void offersSwitchesToClientsThatKnowThem() throws Exception {
        assertNull(option(client.call("session/new", Map.of("cwd", "/", "mcpServers", List.of())), "thinking"));
        try (DemoClient other = new DemoClient(agent)) {
            other.call(
                    "initialize",
                    Map.of(
                            "protocolVersion",
                            1,
                            "clientCapabilities",
                            Map.of("session", Map.of("configOptions", Map.of("boolean", Map.of())))));
            Map<String, Object> made = other.call("session/new", Map.of("cwd", "/", "mcpServers", List.of()));
            assertEquals("boolean", Json.text(option(made, "thinking"), "type"));
        }
    }

    @ParameterizedTest
    @CsvSource({"mode, sail", "model, ''", "thinking, yes", "sails, up"})
    void refusesAnOptionThatThereIsNot(String option, String value) throws Exception {
        String session = client.newSession();

        assertError(-32602, last(client.until(setOption(session, option, value))));
    }

    private long setOption(String session, String option, Object value) throws Exception {
        return client.request(
                "session/set_config_option", Map.of("sessionId", session, "configId", option, "value", value));
    }

    private static Object chosen(Map<String, Object> holder, String option) {
        return Json.list(holder, "configOptions").stream()
                .filter(each -> option.equals(Json.text(each, "id")))
                .map(each -> Json.text(each, "currentValue"))
                .findFirst()
                .orElseThrow();
    }

    private static Object option(Map<String, Object> answer, String id) {
        return Json.list(answer, "result", "configOptions").stream()
                .filter(each -> id.equals(Json.text(each, "id")))
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Object> last(List<Map<String, Object>> messages) {
        return messages.get(messages.size() - 1);
    }

    @Test
    void cancelsAStreamUnderWay() throws Exception {
        String session = client.newSession();
        long prompt = client.prompt(session, "stream 1000000 chunks every 1 ms");
        for (int i = 0; i < 3; i++) {
            client.nextUpdate("agent_message_chunk");
        }

        client.cancel(session);

        assertEndOf(client.until(prompt), "cancelled");
    }

    @Test
    void cancelsAStreamThatNeverPauses() throws Exception {
        String session = client.newSession();
        long prompt = client.prompt(session, "stream 1000000 chunks");
        client.nextUpdate("agent_message_chunk");

        client.cancel(session);

        List<Map<String, Object>> rest = client.until(prompt);
        assertEndOf(rest, "cancelled");
        assertTrue(rest.size() < 1_000_000);
    }

    @Test
    void cancelsAStreamWhoseClientDoesNotRead() throws Exception {
        String session = client.newSession();
        client.stopReading();
        long prompt = client.prompt(session, "stream 1000 chunks");
        client.nextUpdate("session_info_update");

        client.cancel(session);
        client.read();

        List<Map<String, Object>> rest = client.until(prompt);
        assertEndOf(rest, "cancelled");
        assertTrue(
                DemoClient.words(rest).size() <= 1,
                "the agent ran ahead of its listener by " + rest.size() + " messages");
    }

    @Test
    void obeysOtherRequestsWhileAStreamWaits() throws Exception {
        String first = client.newSession();
        client.stopReading();
        client.prompt(first, "stream 3 chunks");
        client.nextUpdate("session_info_update");

        long list = client.request("session/list", Map.of());
        assertEquals(0, client.unheard());
        client.read();

        List<Map<String, Object>> all = client.until(list);
        assertEquals(1, Json.list(all.get(all.size() - 1), "result", "sessions").size());
    }

    @Test
    void cancelsWhileAQuestionWaits() throws Exception {
        String session = client.newSession();
        long prompt = client.prompt(session, "ask permission");
        client.nextUpdate("tool_call");
        Object question = client.next().get("id");

        client.cancel(session);
        List<Map<String, Object>> rest = client.until(prompt);
        client.send("{\"jsonrpc\":\"2.0\",\"id\":" + Json.write(question)
                + ",\"result\":{\"outcome\":{\"outcome\":\"cancelled\"}}}");

        assertEndOf(rest, "cancelled");
        assertEquals(1, rest.size());
        assertEndOf(client.until(client.prompt(session, "think")), "end_turn");
    }

    @Test
    void failsWhenItIsToldTo() throws Exception {
        String session = client.newSession();

        List<Map<String, Object>> turn = client.until(client.prompt(session, "fail then think"));

        assertError(-32603, turn.get(turn.size() - 1));
        assertEquals(List.of(), DemoClient.texts(turn, "agent_thought_chunk"));
    }

    @Test
    void endsLikeAProcessThatCrashes() throws Exception {
        client.prompt(client.newSession(), "stream 2 chunks then crash");

        assertEquals(Code.AGENT_EXITED, client.closed().code());
        assertEquals("[1] ................", Json.text(client.nextUpdate("agent_message_chunk"), "content", "text"));
        assertEquals("[2] ................", Json.text(client.nextUpdate("agent_message_chunk"), "content", "text"));
        assertEquals(0, client.unheard());
        assertEquals(Code.AGENT_EXITED, assertGone().code());
    }

    @Test
    void saysThatAChunkIsLargerThanAMessageMayBe() throws Exception {
        try (DemoClient narrow = new DemoClient(agent, new MessageLimits(4000, 16, 100))) {
            narrow.call("initialize", Map.of("protocolVersion", 1));
            String session = narrow.newSession();

            List<Map<String, Object>> turn = narrow.until(narrow.prompt(session, "stream 1 chunk of 5000 bytes"));

            assertError(-32603, turn.get(turn.size() - 1));
            assertEndOf(narrow.until(narrow.prompt(session, "think")), "end_turn");
        }
    }

    @Test
    void refusesASecondPromptWhileOneRuns() throws Exception {
        String session = client.newSession();
        client.prompt(session, "ask permission");

        assertError(
                -32600,
                client.call(
                        "session/prompt",
                        Map.of("sessionId", session, "prompt", List.of(Map.of("type", "text", "text", "think")))));
    }

    @Test
    void runsPromptsOfTwoSessionsAtOnce() throws Exception {
        String first = client.newSession();
        String second = client.newSession();
        long waiting = client.prompt(first, "ask permission");

        assertEndOf(client.until(client.prompt(second, "stream 5 chunks")), "end_turn");

        client.cancel(first);
        assertEndOf(client.until(waiting), "cancelled");
    }

    @Test
    void replaysASessionThroughAnotherConnectionBeforeItAnswersTheLoad() throws Exception {
        String session = client.newSession();
        client.until(client.prompt(session, "stream 3 chunks of 10 bytes"));
        client.until(client.prompt(session, "think"));
        client.close();

        try (DemoClient other = DemoClient.initialized(agent)) {
            List<Map<String, Object>> replay = other.until(other.request(
                    "session/load", Map.of("sessionId", session, "cwd", "/work", "mcpServers", List.of())));

            assertEquals(
                    List.of("stream 3 chunks of 10 bytes", "think"), DemoClient.texts(replay, "user_message_chunk"));
            assertEquals(List.of("[1] ......", "[2] ......", "[3] ......"), DemoClient.words(replay));
            assertEquals("code", Json.text(replay.get(replay.size() - 1), "result", "modes", "currentModeId"));
            assertEquals(
                    "available_commands_update",
                    other.nextUpdate("available_commands_update").get("sessionUpdate"));
            assertEndOf(other.until(other.prompt(session, "think")), "end_turn");
        }
    }

    @Test
    void resumesASessionWithoutReplay() throws Exception {
        String session = client.newSession();
        client.until(client.prompt(session, "think"));

        List<Map<String, Object>> resumed =
                client.until(client.request("session/resume", Map.of("sessionId", session, "cwd", "/work")));

        assertEquals(1, resumed.size());
    }

    @Test
    void endsATurnWhoseSessionIsLoadedElsewhere() throws Exception {
        String session = client.newSession();
        long prompt = client.prompt(session, "stream 1000000 chunks every 1 ms");
        client.nextUpdate("agent_message_chunk");

        try (DemoClient other = DemoClient.initialized(agent)) {
            other.call("session/load", Map.of("sessionId", session, "cwd", "/work", "mcpServers", List.of()));

            assertEndOf(client.until(prompt), "cancelled");
            assertError(-32002, client.call("session/prompt", Map.of("sessionId", session, "prompt", List.of())));
        }
    }

    @Test
    void cancelsAndClosesASessionWhichCanBeLoadedAgain() throws Exception {
        String session = client.newSession();
        long prompt = client.prompt(session, "ask permission");

        long close = client.request("session/close", Map.of("sessionId", session));
        assertEndOf(client.until(prompt), "cancelled");
        assertEquals(Map.of(), Json.at(client.until(close).get(0), "result"));

        assertError(-32002, client.call("session/prompt", Map.of("sessionId", session, "prompt", List.of())));
        Map<String, Object> loaded =
                client.call("session/load", Map.of("sessionId", session, "cwd", "/work", "mcpServers", List.of()));
        assertNull(loaded.get("error"));
    }

    @Test
    void forgetsADeletedSession() throws Exception {
        String session = client.newSession();

        client.call("session/delete", Map.of("sessionId", session));

        assertEquals(List.of(), Json.list(client.call("session/list", Map.of()), "result", "sessions"));
        assertError(
                -32002,
                client.call("session/load", Map.of("sessionId", session, "cwd", "/work", "mcpServers", List.of())));
    }

    @Test
    void listsSessionsInPagesTheNewestFirst() throws Exception {
        for (int i = 0; i < 60; i++) {
            client.newSession();
        }

        Map<String, Object> first = Json.object(client.call("session/list", Map.of()), "result");
        Map<String, Object> second =
                Json.object(client.call("session/list", Map.of("cursor", Json.text(first, "nextCursor"))), "result");

        assertEquals(50, Json.list(first, "sessions").size());
        assertEquals(10, Json.list(second, "sessions").size());
        assertNull(second.get("nextCursor"));
        assertNotEquals(
                Json.list(first, "sessions").get(49),
                Json.list(second, "sessions").get(0));
        assertError(-32602, client.call("session/list", Map.of("cursor", "x")));
    }

    @Test
    void listsTheSessionsOfOneDirectory() throws Exception {
        client.newSession();
        client.call("session/new", Map.of("cwd", "/other", "mcpServers", List.of()));

        List<?> sessions = Json.list(client.call("session/list", Map.of("cwd", "/other")), "result", "sessions");

        assertEquals(1, sessions.size());
        assertEquals("/other", Json.text(sessions.get(0), "cwd"));
    }

    @Test
    void refusesParametersThatItCannotUse() throws Exception {
        String session = client.newSession();

        assertError(-32602, client.call("session/new", Map.of()));
        assertError(
                -32602,
                client.call(
                        "session/prompt", Map.of("sessionId", session, "prompt", List.of(Map.of("text", "no type")))));
        assertError(-32002, client.call("session/prompt", Map.of("sessionId", "none", "prompt", List.of())));
        client.send("{\"jsonrpc\":\"2.0\",\"id\":\"twice\",\"method\":\"session/new\",\"params\":{\"a\":1,\"a\":2}}");
        assertError(-32602, client.next());
    }

    @Test
    void saysWhatElseThanTextThePromptHolds() throws Exception {
        String session = client.newSession();
        Map<String, ?> link = Map.of("type", "resource_link", "name", "chart.png", "uri", "file:///chart.png");
        Map<String, ?> image = Map.of("type", "image", "data", "AAAA", "mimeType", "image/png");
        Map<String, ?> audio = Map.of("type", "audio", "data", "AAA=", "mimeType", "audio/wav");
        Map<String, ?> text = file(Map.of("uri", "file:///log/knots.txt", "text", "6 ½"));
        Map<String, ?> blob = file(Map.of("uri", "hull", "blob", "AA=="));
        Map<String, ?> other = Map.of("type", "smell");

        List<Map<String, Object>> turn = client.until(client.request(
                "session/prompt",
                Map.of("sessionId", session, "prompt", List.of(link, image, audio, text, blob, other))));

        assertEquals(
                "You said: (a link to chart.png) (a picture, image/png, 3 bytes) (a sound, audio/wav, 2 bytes)"
                        + " (the file knots.txt, 3 characters) (the file hull, 1 bytes) (something of the type smell) \n",
                String.join("", DemoClient.words(turn)));
    }

    private static Map<String, ?> file(Map<String, String> resource) {
        return Map.of("type", "resource", "resource", resource);
    }

    @Test
    void refusesDataThatIsNone() throws Exception {
        String session = client.newSession();
        Map<String, ?> image = Map.of("type", "image", "data", "?", "mimeType", "image/png");

        assertError(-32602, client.call("session/prompt", Map.of("sessionId", session, "prompt", List.of(image))));
    }

    @Test
    void letsTheListenerTakeWhatWasSaidBeforeItCloses() throws Exception {
        String session = client.newSession();
        client.stopReading();
        long prompt = client.prompt(session, "stream 1000 chunks");
        client.nextUpdate("session_info_update");

        var closed = client.connection().close(CloseReason.NORMAL);
        client.read();

        assertEndOf(client.until(prompt), "cancelled");
        assertEquals(CloseReason.NORMAL, closed.toCompletableFuture().join());
        assertEquals(Code.NORMAL, assertGone().code());
    }

    @Test
    void closesAfterTheGracePeriodThoughTheListenerTakesNothing() throws Exception {
        String session = client.newSession();
        client.stopReading();
        client.prompt(session, "stream 1000 chunks");
        client.nextUpdate("session_info_update");

        var closed = client.connection().close(CloseReason.NORMAL);

        assertEquals(CloseReason.NORMAL, closed.toCompletableFuture().join());
    }

    @Test
    void endsItsConnectionsWhenItIsClosed() throws Exception {
        client.prompt(client.newSession(), "stream 1000000 chunks every 1 ms");

        agent.close();

        assertEquals(CloseReason.SHUTDOWN, client.closed());
        assertEquals(Code.SHUTDOWN, assertGone().code());
        var refused = agent.connect(
                new AgentContext("c2", new Peer("test", "test", Peer.ANONYMOUS), MessageLimits.STANDARD, client));
        CompletionException failure = assertThrows(
                CompletionException.class, () -> refused.toCompletableFuture().join());
        assertEquals(Code.AGENT_UNAVAILABLE, ((AgentException) failure.getCause()).code());
    }

    private AgentException assertGone() {
        var sent = client.connection().send(Message.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\"}"));
        CompletionException failure = assertThrows(
                CompletionException.class, () -> sent.toCompletableFuture().join());
        return (AgentException) failure.getCause();
    }

    private static List<String> toolCallStates(List<Map<String, Object>> messages) {
        return messages.stream()
                .map(message -> Json.object(message, "params", "update"))
                .filter(update -> update.containsKey("toolCallId"))
                .map(update -> Json.text(update, "status"))
                .toList();
    }

    private static void assertEndOf(List<Map<String, Object>> turn, String stopReason) {
        Map<String, Object> last = turn.get(turn.size() - 1);
        assertEquals(stopReason, Json.text(last, "result", "stopReason"), last::toString);
    }

    private static void assertError(long code, Map<String, Object> answer) {
        assertEquals(code, Json.number(answer, "error", "code"), answer::toString);
    }
}
