// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The {@code fairlead} command as a process of its own. Closing it kills it, with all that it started.
 *
 * <p>Its output goes to files, so that it never waits for this JVM, and can be read at any time.
 */
final class FairleadProcess implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final Pattern READY =
            Pattern.compile("Fairlead is serving (\\S.*) at (http://\\S+)\\RChat with it at (http://\\S+)\\R");

    private final Process process;
    private final Path out;
    private final Path err;

    /**
     * What the lines of a gateway say.
     *
     * @param name what is served
     * @param address where
     */
    record Ready(String name, URI address) {}

    private FairleadProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** Starts the assembled product with those words. */
    static FairleadProcess start(String... words) throws IOException {
        return start(Map.of(), words);
    }

    /** Starts the assembled product with those variables and words. */
    static FairleadProcess start(Map<String, String> environment, String... words) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Installed.assembled().command().toString());
        command.addAll(List.of(words));
        return start(environment, command);
    }

    /** Starts the product in whatever way the command does. It hears SIGINT, even if a shell has made this JVM deaf to it. */
    static FairleadProcess start(Map<String, String> environment, List<String> words) throws IOException {
        List<String> command = new ArrayList<>();
        if (ProcessFolder.SELF.ignoresInterrupts()) {
            command.addAll(List.of("env", "--default-signal=INT"));
        }
        command.addAll(words);
        Path out = Files.createTempFile("fairlead", ".out");
        Path err = Files.createTempFile("fairlead", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FAIRLEAD_"));
        builder.environment().putAll(environment);
        return new FairleadProcess(builder.start(), out, err);
    }

    /** Waits for the lines that say that it serves. */
    Ready ready() {
        await("the lines on standard output")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> READY.matcher(out()).matches() || !process.isAlive());
        Matcher line = READY.matcher(out());
        assertTrue(line.matches(), () -> "Standard output is '" + out() + "', standard error '" + err() + "'.");
        return new Ready(line.group(1), URI.create(line.group(2)));
    }

    /** Waits until standard output has something, and returns the first group of its last occurrence. */
    String awaitOut(String pattern) {
        Pattern awaited = Pattern.compile(pattern);
        await("'" + pattern + "' on standard output")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> awaited.matcher(out()).find() || !process.isAlive());
        return awaited.matcher(out())
                .results()
                .reduce((first, second) -> second)
                .orElseThrow(() -> new AssertionError("Standard output is '" + out() + "', error '" + err() + "'."))
                .group(1);
    }

    /** Types a line on standard input. */
    void type(String line) throws IOException {
        process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    long pid() {
        return process.pid();
    }

    /** Returns what it has started and is running. */
    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    /** Returns all of standard output so far. */
    String out() {
        return text(out);
    }

    /** Returns all of standard error so far. */
    String err() {
        return text(err);
    }

    /** Sends a signal, {@code INT} for instance. */
    void send(String signal) throws IOException {
        Process kill = new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start();
        assertEquals(0, kill.onExit().join().exitValue(), "exit code of kill");
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() {
        return process.onExit()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(late -> fail("The process did not end. Standard error: " + err(), late))
                .join()
                .exitValue();
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = new ArrayList<>(children());
        all.add(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
        Files.delete(out);
        Files.delete(err);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
