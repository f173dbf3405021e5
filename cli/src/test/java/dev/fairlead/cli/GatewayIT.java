// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fairlead demo} and {@code fairlead serve} as processes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a Windows process cannot be sent a signal")
class GatewayIT {
    private static final Pattern READY =
            Pattern.compile("Fairlead is serving (.+) at (http://127\\.0\\.0\\.1:[1-9]\\d*/.+)");

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void servesTheDemoAgentUntilASignal(String signal, int exitCode) throws Exception {
        try (FairleadProcess gateway = new FairleadProcess(Map.of(), "demo", "--listen", "0")) {
            Matcher ready = ready(gateway);
            assertEquals("demo agent", ready.group(1));
            assertTrue(initialize(ready.group(2)).body().contains("fairlead-demo-agent"));

            send(signal, gateway);

            assertEquals(exitCode, gateway.exitCode());
            assertNull(gateway.line(), "there was more than one line on standard output");
            assertEquals("", gateway.errors());
        }
    }

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void leavesNoAgentBehindWhenASignalEndsIt(String signal, int exitCode) throws Exception {
        List<String> words = new ArrayList<>(List.of("serve", "--listen", "0", "--"));
        words.addAll(FairleadProcess.command("demo-agent"));
        try (FairleadProcess gateway = new FairleadProcess(Map.of(), words.toArray(String[]::new))) {
            Matcher ready = ready(gateway);
            assertEquals("java", ready.group(1));
            assertEquals(200, initialize(ready.group(2)).statusCode());
            assertEquals(200, initialize(ready.group(2)).statusCode());
            List<ProcessHandle> agents = gateway.process().descendants().toList();
            assertTrue(agents.size() >= 2, agents::toString);

            send(signal, gateway);

            assertEquals(exitCode, gateway.exitCode());
            agents.forEach(agent -> assertFalse(agent.isAlive(), "an agent is left: " + agent));
        }
    }

    @Test
    void startsTheAgentInTheDirectoryAndTheEnvironmentThatItIsGiven(@TempDir Path folder) throws Exception {
        try (FairleadProcess gateway = new FairleadProcess(
                Map.of(),
                "serve",
                "--listen",
                "0",
                "--cwd",
                folder.toString(),
                "--env",
                "GREETING=Ahoy = hello",
                "--",
                "sh",
                "-c",
                "printf %s \"$GREETING\" > said; exit 1")) {
            Matcher ready = ready(gateway);

            assertEquals(502, initialize(ready.group(2)).statusCode());

            assertEquals("Ahoy = hello", Files.readString(folder.resolve("said")));
        }
    }

    @Test
    void obeysEnvironmentAndFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("f.properties"), "path = /file\nlisten.port = 0\n");
        try (FairleadProcess gateway =
                new FairleadProcess(Map.of("FAIRLEAD_PATH", "/environment"), "demo", "--config", file.toString())) {
            assertTrue(ready(gateway).group(2).endsWith("/environment"));
        }
    }

    @Test
    void refusesAnEnvironmentWithAVariableThatNobodyReads() throws Exception {
        try (FairleadProcess gateway = new FairleadProcess(Map.of("FAIRLEAD_LISTEN_PROT", "1"), "demo")) {
            assertEquals(2, gateway.exitCode());
            assertEquals(
                    "fairlead: There is no setting for the environment variable FAIRLEAD_LISTEN_PROT."
                            + " Did you mean FAIRLEAD_LISTEN_PORT?",
                    gateway.errors().strip());
            assertNull(gateway.line());
        }
    }

    @Test
    void endsWithThreeWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                FairleadProcess gateway =
                        new FairleadProcess(Map.of(), "demo", "--listen", Integer.toString(taken.getLocalPort()))) {
            assertEquals(3, gateway.exitCode());
            assertTrue(gateway.errors().startsWith("fairlead: "), gateway::errors);
            assertEquals(1, gateway.errors().lines().count(), gateway::errors);
            assertNull(gateway.line());
        }
    }

    private static Matcher ready(FairleadProcess gateway) {
        String line = gateway.line();
        assertNotNull(line, gateway::errors);
        Matcher ready = READY.matcher(line);
        assertTrue(ready.matches(), line);
        return ready;
    }

    private static HttpResponse<String> initialize(String address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(
                                        JsonRpc.request("0", "initialize", Map.of("protocolVersion", 1))))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static void send(String signal, FairleadProcess gateway) throws IOException, InterruptedException {
        long pid = gateway.process().pid();
        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                        .start()
                        .waitFor());
    }
}
