// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;

import dev.fairlead.runtime.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An editor that has started {@code fairlead connect}, and talks to it on its streams. */
final class Editor implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Every line of standard output, parsed: what is no JSON fails the test. */
    final List<Map<String, Object>> heard = new CopyOnWriteArrayList<>();

    private final Process process;
    private final Writer in;
    private final Path err;
    private final Thread reader;
    private int requests;

    private Editor(Process process, Path err) {
        this.process = process;
        this.in = process.outputWriter(StandardCharsets.UTF_8);
        this.err = err;
        this.reader = new Thread(this::read, "editor");
        reader.start();
    }

    /** Starts {@code fairlead connect} with those words. */
    static Editor start(String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Installed.assembled().command().toString());
        command.add("connect");
        command.addAll(List.of(words));
        Path err = Files.createTempFile("editor", ".err");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FAIRLEAD_"));
        return new Editor(builder.start(), err);
    }

    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                heard.add(Json.object(Json.read(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request; returns its id. */
    long send(String method, Map<String, ?> params) throws IOException {
        long id = requests++;
        in.write(Json.write(Json.members("jsonrpc", "2.0", "id", id, "method", method, "params", params)) + "\n");
        in.flush();
        return id;
    }

    /** Sends a notification. */
    void tell(String method, Map<String, ?> params) throws IOException {
        in.write(Json.write(Json.members("jsonrpc", "2.0", "method", method, "params", params)) + "\n");
        in.flush();
    }

    /** Waits for the answer to a request. */
    Map<String, Object> answer(long id) {
        await("the answer to request " + id + "; standard error: " + err())
                .atMost(PATIENCE)
                .until(() -> find(id) != null || !process.isAlive());
        Map<String, Object> answer = find(id);
        if (answer == null) {
            throw new AssertionError("It ended without an answer to request " + id + ": " + err());
        }
        return answer;
    }

    private Map<String, Object> find(long id) {
        return heard.stream()
                .filter(message ->
                        !message.containsKey("method") && Long.valueOf(id).equals(message.get("id")))
                .findFirst()
                .orElse(null);
    }

    Map<String, Object> request(String method, Map<String, ?> params) throws IOException {
        return answer(send(method, params));
    }

    void initialize() throws IOException {
        request("initialize", Map.of("protocolVersion", 1, "clientCapabilities", Map.of()));
    }

    String newSession() throws IOException {
        return Json.text(request("session/new", Map.of("cwd", "/", "mcpServers", List.of())), "result", "sessionId");
    }

    static Map<String, ?> prompt(String sessionId, String text) {
        return Map.of("sessionId", sessionId, "prompt", List.of(Map.of("type", "text", "text", text)));
    }

    String err() {
        try {
            return Files.readString(err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void closeInput() throws IOException {
        in.close();
    }

    int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("It did not end: " + err());
        }
        return process.exitValue();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Files.delete(err);
    }
}
