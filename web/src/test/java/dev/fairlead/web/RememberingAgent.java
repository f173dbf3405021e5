// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fairlead.runtime.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An agent on stdio that keeps its one session in a file: {@code main FILE}. It echoes prompts, and counts when it is told to. */
final class RememberingAgent {
    private static final String SESSION = "kept";
    private static final int COUNT = 1000;

    private final Path memory;
    private final PrintStream out = new PrintStream(System.out, true, UTF_8);

    private RememberingAgent(Path memory) {
        this.memory = memory;
    }

    public static void main(String[] words) throws Exception {
        RememberingAgent agent = new RememberingAgent(Path.of(words[0]));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            agent.take(Json.read(line));
        }
        Runtime.getRuntime().halt(0); // whatever is being counted
    }

    private void take(Object message) throws IOException {
        Object id = Json.at(message, "id");
        switch (String.valueOf(Json.text(message, "method"))) {
            case "initialize" ->
                answer(id, Map.of("protocolVersion", 1, "agentCapabilities", Map.of("loadSession", true)));
            case "session/new" -> answer(id, Map.of("sessionId", SESSION));
            case "session/load" -> {
                Files.readAllLines(memory).forEach(out::println);
                answer(id, Map.of());
            }
            case "session/prompt" ->
                prompt(id, Json.text(Json.list(message, "params", "prompt").get(0), "text"));
            default -> {}
        }
    }

    private void prompt(Object id, String text) throws IOException {
        keep(update("user_message_chunk", text));
        if (text.equals("count")) {
            count(id, 1);
            return;
        }
        String said = update("agent_message_chunk", "You said: " + text);
        keep(said);
        out.println(said);
        answer(id, Map.of("stopReason", "end_turn"));
    }

    /** Says the next number, and when they are all said the answer. */
    private void count(Object id, int next) {
        if (next > COUNT) {
            answer(id, Map.of("stopReason", "end_turn"));
            return;
        }
        out.println(update("agent_message_chunk", "[" + next + "] "));
        CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS).execute(() -> count(id, next + 1));
    }

    private void keep(String line) throws IOException {
        Files.write(memory, List.of(line), UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void answer(Object id, Map<String, ?> result) {
        out.println(Json.write(Json.members("jsonrpc", "2.0", "id", id, "result", result)));
    }

    private static String update(String kind, String text) {
        return Json.write(Json.members(
                "jsonrpc",
                "2.0",
                "method",
                "session/update",
                "params",
                Map.of(
                        "sessionId",
                        SESSION,
                        "update",
                        Map.of("sessionUpdate", kind, "content", Map.of("type", "text", "text", text)))));
    }
}
