// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples run, each as a program of its own, and are short. */
class ExamplesTest {
    private static final Path SOURCES = Path.of(System.getProperty("basedir"), "src/main/java/dev/fairlead/examples");

    @Test
    void oneServesAnAgentAndTheOtherAsksIt() throws Exception {
        Process server = start(ServeGreeter.class, "0");
        try (BufferedReader lines = server.inputReader(StandardCharsets.UTF_8)) {
            Process client = start(Ask.class, lines.readLine(), "World");
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(client.waitFor(60, TimeUnit.SECONDS));
            assertEquals(0, client.exitValue(), answer);
            assertTrue(answer.contains("Hello, World."), answer);
            assertTrue(answer.contains("END_TURN"), answer);
        } finally {
            server.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ServeGreeter.java", "Ask.java"})
    void eachFitsOnAPage(String file) throws IOException {
        assertTrue(Files.readAllLines(SOURCES.resolve(file)).size() <= 30, file);
    }

    private static Process start(Class<?> program, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(words));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
