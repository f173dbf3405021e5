// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.distribution.FairleadProcess.Ready;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of {@code fairlead serve}, from its one line to a signal. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "a Windows process cannot be sent a signal")
class ServeIT {

    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143"})
    void aSignalEndsItAndTheAgentsOfLiveConnections(String signal, int exitCode) throws Exception {
        try (FairleadProcess server = serve(TestAgent.ANSWERS)) {
            Ready ready = server.ready();
            assertEquals("sh", ready.name());
            Caller caller = new Caller(ready.address());
            String read = caller.initialize().connectionId();
            caller.initialize().connectionId();
            try (Socket stream = caller.connect()) {
                stream.getOutputStream().write(get(caller, read));
                assertEquals(200, Caller.answer(stream).status());
                List<ProcessHandle> agents = server.children();
                assertEquals(2, agents.size(), agents::toString);

                server.send(signal);

                assertTrue(Caller.rest(stream).contains("event: end"), "the stream ended without a goodbye");
                assertEquals(exitCode, server.exitCode());
                agents.forEach(agent -> assertFalse(agent.isAlive(), () -> "An agent is left: " + agent.info()));
            }
            Served.assertNobodyListens(ready.address());
            assertEquals(2, server.out().lines().count(), server::out);
            assertEquals("", server.err());
        }
    }

    @Test
    void aSignalEndsAnAgentThatIgnoresIt() throws Exception {
        try (FairleadProcess server = serve(TestAgent.STUBBORN)) {
            new Caller(server.ready().address()).initialize().connectionId();
            List<ProcessHandle> agents = server.children();
            assertEquals(1, agents.size(), agents::toString);

            server.send("INT");

            assertEquals(130, server.exitCode());
            agents.forEach(agent -> assertFalse(agent.isAlive(), () -> "An agent is left: " + agent.info()));
            assertFalse(server.err().contains("ERROR"), server::err);
        }
    }

    @Test
    void whatTheAgentWritesBesideMessagesIsLogged() throws Exception {
        try (FairleadProcess server = serve(TestAgent.BABBLES)) {
            new Caller(server.ready().address()).initialize().connectionId();
            await("the last of the lines that are no message") // which comes behind the answer
                    .atMost(FairleadProcess.PATIENCE)
                    .until(() -> linesThatAreNoMessage(server) >= 7);
            server.send("TERM");
            assertEquals(143, server.exitCode());
            assertEquals(7, linesThatAreNoMessage(server), server::err);
            assertFalse(server.err().contains("Listening on stdio."), "payload stands in the log");
        }
    }

    @Test
    void aLineOverTheLimitIsLogged() throws Exception {
        try (FairleadProcess server = serve(TestAgent.FLOODS)) {
            new Caller(server.ready().address()).initialize().connectionId();
            assertTrue(server.err().contains("WARN"), server::err);
            assertTrue(server.err().contains("a line of 100000000 bytes, which is skipped"), server::err);
        }
    }

    private static long linesThatAreNoMessage(FairleadProcess server) {
        return server.err()
                .lines()
                .filter(line -> line.contains("that are no message"))
                .count();
    }

    private static FairleadProcess serve(TestAgent agent) throws Exception {
        List<String> command = agent.command();
        return FairleadProcess.start("serve", "--listen", "127.0.0.1:0", "--", command.get(0), command.get(1));
    }

    private static byte[] get(Caller caller, String connection) {
        return caller.head("GET", "Accept: text/event-stream", "Acp-Connection-Id: " + connection)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
