// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LineClientTest {
    private static final String PROMPT = "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"prompt\"}";
    private static final String NOTE = "{\"jsonrpc\":\"2.0\",\"method\":\"note\"}";
    private static final int GONE = 9;

    private final ByteArrayOutputStream stdout = new ByteArrayOutputStream();
    private final Agent agent = new Agent();
    private LineClient client;

    /** Notes what it hears; takes nothing whose text has a word in it. */
    private static final class Agent implements AgentConnection {
        private final List<String> heard = new ArrayList<>();
        private String tooLarge = "\0";

        @Override
        public String id() {
            return "one";
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            if (message.text().contains(tooLarge)) {
                return CompletableFuture.failedFuture(new AgentException(Code.TOO_LARGE, "It takes less."));
            }
            heard.add(message.text());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<CloseReason> close(CloseReason reason) {
            return closed();
        }

        @Override
        public CompletionStage<CloseReason> closed() {
            return new CompletableFuture<>();
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    /** Lets a client say those lines; returns what the process ends with. */
    private int say(String... lines) {
        byte[] bytes = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        return run(new ByteArrayInputStream(bytes), stdout);
    }

    private int run(InputStream in, OutputStream out) {
        client = new LineClient(in, out, Duration.ofMinutes(1), reason -> GONE);
        client.begin(agent, () -> client.onClosed(CloseReason.NORMAL));
        return client.awaitExit();
    }

    private String said() {
        return stdout.toString(StandardCharsets.UTF_8);
    }

    @Test
    void passesOnEachLineUntilTheEnd() {
        assertEquals(GONE, say(PROMPT, NOTE));
        assertEquals(List.of(PROMPT, NOTE), agent.heard);
        assertEquals("", said());
    }

    @Test
    void answersWhatIsNoMessageAndGoesOn() {
        say("{", "[]", NOTE);
        assertEquals(List.of(NOTE), agent.heard);
        List<String> answers = said().lines().toList();
        assertTrue(answers.get(0).contains("\"id\":null,\"error\":{\"code\":-32700"), said());
        assertTrue(answers.get(1).contains("\"id\":null,\"error\":{\"code\":-32600"), said());
    }

    @Test
    void answersARequestThatTheOtherSideFindsTooLargeAndGoesOn() {
        agent.tooLarge = "prompt";
        say(PROMPT, NOTE);
        assertEquals(List.of(NOTE), agent.heard);
        assertTrue(said().startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":"), said());
        assertTrue(said().contains("It takes less."), said());
    }

    @Test
    void givesTheAgentAnErrorInPlaceOfAnAnswerThatIsTooLarge() {
        agent.tooLarge = "result";
        say("{\"jsonrpc\":\"2.0\",\"id\":\"q\",\"result\":{}}", NOTE);
        assertEquals(2, agent.heard.size());
        assertTrue(agent.heard.get(0).contains("\"id\":\"q\",\"error\":"), agent.heard::toString);
        assertEquals("", said());
    }

    @Test
    void endsInFailureWhenStandardInputBreaks() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("torn");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
        assertEquals(FaultReport.FAILED, run(broken, stdout));
    }

    @Test
    void endsInFailureWhenStandardOutputBreaks() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        agent.tooLarge = "prompt";
        client = new LineClient(
                new ByteArrayInputStream((PROMPT + "\n").getBytes(StandardCharsets.UTF_8)),
                broken,
                Duration.ofMinutes(1),
                reason -> GONE);
        client.begin(agent, () -> {});
        assertEquals(FaultReport.FAILED, client.awaitExit());
    }
}
