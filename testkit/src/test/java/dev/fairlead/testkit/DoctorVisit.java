// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What {@code fairlead doctor --json} said, as a process of its own.
 *
 * @param exitCode what it ended with
 * @param ticket its one line of JSON
 */
record DoctorVisit(int exitCode, String ticket) {
    private static final long PATIENCE_SECONDS = 120;

    /** Has a gateway visited; words are options. */
    static DoctorVisit to(URI uri, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                "dev.fairlead.cli.Fairlead",
                "doctor",
                "--json"));
        command.addAll(List.of(words));
        command.add(uri.toString());
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> name.startsWith("FAIRLEAD_"));
        Process process = builder.start();
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "The doctor does not come to an end.");
            return new DoctorVisit(process.exitValue(), out.strip());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Returns the verdict in plain words. */
    String verdict() {
        return String.valueOf(Json.parse(ticket).at("verdict").text());
    }
}
