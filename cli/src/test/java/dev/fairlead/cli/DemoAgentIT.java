// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.json.Json;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code fairlead demo-agent} as a process, through its pipes. */
class DemoAgentIT {
    private FairleadProcess agent;
    private String session;

    @BeforeEach
    void start() throws IOException {
        agent = new FairleadProcess(Map.of(), "demo-agent");
        agent.write(JsonRpc.request("0", "initialize", Map.of("protocolVersion", 1)));
        assertEquals("fairlead-demo-agent", Json.text(agent.next(), "result", "agentInfo", "name"));
        session = newSession(1);
    }

    @AfterEach
    void end() {
        agent.close();
    }

    @Test
    void answersAPromptAndEndsWithItsInput() throws Exception {
        prompt(session, 2, "stream 300 chunks of 100 bytes then think");

        List<Map<String, Object>> turn = agent.until(2);
        assertEquals(
                IntStream.rangeClosed(1, 300).mapToObj(i -> "[" + i + "] ").toList(),
                DemoClient.words(turn).stream()
                        .map(text -> text.substring(0, text.indexOf(' ') + 1))
                        .toList());
        assertEquals("end_turn", Json.text(turn.get(turn.size() - 1), "result", "stopReason"));

        agent.endInput();

        assertNull(agent.line());
        assertEquals(0, agent.exitCode());
        assertEquals("", agent.errors());
    }

    @Test
    void asksForPermissionAndHearsTheAnswer() throws Exception {
        prompt(session, 2, "ask permission");
        Map<String, Object> question = agent.next();
        while (!"session/request_permission".equals(question.get("method"))) {
            question = agent.next();
        }

        agent.write(JsonRpc.result(
                Json.write(question.get("id")),
                Map.of("outcome", Map.of("outcome", "selected", "optionId", "allow_once"))));

        assertEquals(List.of("You chose: Allow once.\n"), DemoClient.words(agent.until(2)));
    }

    @Test
    void endsWithItsInputThoughAStreamIsUnderWay() throws Exception {
        prompt(session, 2, "stream 1000000 chunks every 5 ms");
        agent.next();

        agent.endInput();

        List<Map<String, Object>> turn = agent.until(2);
        assertEquals("cancelled", Json.text(turn.get(turn.size() - 1), "result", "stopReason"));
        assertEquals(0, agent.exitCode());
    }

    @Test
    void endsWithItsInputThoughNobodyReadsItsOutput() throws Exception {
        prompt(session, 2, "stream 1000000 chunks of 1000 bytes");

        agent.endInput();

        assertEquals(0, agent.exitCode());
    }

    @Test
    void obeysWhileNobodyReadsItsOutput() throws Exception {
        String other = newSession(2);
        prompt(session, 3, "stream 1000000 chunks of 1000 bytes");

        prompt(other, 4, "crash");

        assertEquals(3, agent.exitCode());
    }

    @Test
    void cancelsAStreamUnderWay() throws Exception {
        prompt(session, 2, "stream 1000000 chunks of 1000 bytes");
        for (int i = 0; i < 500; i++) {
            agent.next();
        }

        agent.write(
                "{\"jsonrpc\":\"2.0\",\"method\":\"session/cancel\",\"params\":{\"sessionId\":\"" + session + "\"}}");

        List<Map<String, Object>> rest = agent.until(2);
        assertEquals("cancelled", Json.text(rest.get(rest.size() - 1), "result", "stopReason"));
    }

    @Test
    void endsWithThreeWhenItCrashes() throws Exception {
        prompt(session, 2, "stream 2 chunks then crash");

        assertEquals(3, agent.exitCode());
        assertTrue(agent.next().toString().contains("session_info_update"));
        assertTrue(agent.next().toString().contains("[1] "));
        assertTrue(agent.next().toString().contains("[2] "));
        assertNull(agent.line());
    }

    @Test
    void answersLinesThatAreNoMessagesAndGoesOn() throws Exception {
        agent.write("not json");
        agent.write("");
        agent.write("[]");
        agent.write("{\"jsonrpc\":\"2.0\"}");
        agent.write(".".repeat(17 << 20));
        agent.write("{\"jsonrpc\":\"2.0\",\"id\":\"last\",\"method\":\"none\"}");

        for (long code : new long[] {-32700, -32600, -32600, -32600}) {
            Map<String, Object> refusal = agent.next();
            assertEquals(code, Json.number(refusal, "error", "code"));
            assertTrue(refusal.containsKey("id"));
            assertNull(refusal.get("id"));
        }
        assertEquals("last", agent.next().get("id"));
    }

    private String newSession(long id) throws IOException {
        agent.write(JsonRpc.request(Long.toString(id), "session/new", Map.of("cwd", "/work", "mcpServers", List.of())));
        String created = Json.text(agent.next(), "result", "sessionId");
        agent.next(); // its commands
        return created;
    }

    private void prompt(String to, long id, String text) throws IOException {
        agent.write(JsonRpc.request(
                Long.toString(id),
                "session/prompt",
                Map.of("sessionId", to, "prompt", List.of(Map.of("type", "text", "text", text)))));
    }
}
