// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The {@code fairlead} command as a process of its own. Closing it kills it. */
final class FairleadProcess implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final BufferedReader out;
    private final CompletableFuture<String> err;

    FairleadProcess(Map<String, String> environment, String... words) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command(words));
        builder.environment().keySet().removeIf(name -> name.startsWith("FAIRLEAD_"));
        builder.environment().putAll(environment);
        process = builder.start();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        err = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return e.toString();
            }
        });
    }

    /** Returns the words that start the command in a JVM of its own. */
    static List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Fairlead.class.getName()));
        command.addAll(List.of(words));
        return command;
    }

    Process process() {
        return process;
    }

    void write(String line) throws IOException {
        OutputStream in = process.getOutputStream();
        in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    /** Returns the next line of standard output, or null after the last. */
    String line() {
        return CompletableFuture.supplyAsync(() -> {
                    try {
                        return out.readLine();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    /** Returns the next message. */
    Map<String, Object> next() {
        String line = line();
        assertNotNull(line, () -> "the process ended: " + err.join());
        return Json.object(Json.read(line));
    }

    /** Returns what comes until the response to a request, which is the last. */
    List<Map<String, Object>> until(long id) {
        List<Map<String, Object>> all = new ArrayList<>();
        do {
            all.add(next());
        } while (!Long.valueOf(id).equals(all.get(all.size() - 1).get("id"))
                || all.get(all.size() - 1).containsKey("method"));
        return all;
    }

    /** Closes standard input. */
    void endInput() throws IOException {
        process.getOutputStream().close();
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws InterruptedException {
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the process did not end");
        return process.exitValue();
    }

    /** Returns all of standard error; waits for the end. */
    String errors() {
        return err.join();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
