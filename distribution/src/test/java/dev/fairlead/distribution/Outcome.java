// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What came of a program that ran to its end.
 *
 * @param command its words
 * @param exitCode its exit code
 * @param out all that it wrote to standard output and standard error
 */
record Outcome(List<String> command, int exitCode, String out) {

    /** Runs a program; it is killed, and the test fails, when it takes too long. */
    static Outcome of(Duration deadline, List<String> command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("outcome", ".out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            boolean ended = process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS);
            String text = Files.readString(out);
            if (!ended) {
                throw new AssertionError(command + " did not end within " + deadline + ". It said: " + text);
            }
            return new Outcome(command, process.exitValue(), text);
        } finally {
            process.destroyForcibly();
            Files.delete(out);
        }
    }

    /** Returns what it wrote, if its exit code was 0. */
    String success() {
        assertEquals(0, exitCode, () -> command + " said: " + out);
        return out;
    }
}
