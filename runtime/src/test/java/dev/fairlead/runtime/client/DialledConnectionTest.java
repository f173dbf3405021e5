// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.runtime.Logged;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialledConnectionTest {
    private static final String UPDATE = "{\"jsonrpc\":\"2.0\",\"method\":\"session/update\"}";

    private final HeardAgent heard = new HeardAgent();
    private final RecordingWire wire = new RecordingWire();
    private final DialledConnection line = new DialledConnection(heard.context());
    private final AgentConnection connection = line.open(wire);

    private CompletionStage<Void> say(String text) {
        return line.onMessage(1, text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void isNamedAfterTheOtherEndOfTheWire() {
        assertEquals("pid 4711", connection.id());
    }

    @Test
    void writesEachMessageWithItsNumberAndItsSession() {
        Message first = Message.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\"}");
        Message second = Message.of(
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"session/prompt\",\"params\":{\"sessionId\":\"s-1\"}}");

        connection.send(first);
        connection.send(second);

        assertEquals(List.of(List.of(new Event(1, null, first)), List.of(new Event(2, "s-1", second))), wire.batches);
    }

    @Test
    void hasSentAMessageWhenTheWireHasTakenIt() {
        wire.taking = new CompletableFuture<>();

        assertSame(wire.taking, connection.send(Message.of(UPDATE)));
    }

    @Test
    void takesTheNextMessageWhenTheListenerAsksForIt() {
        heard.demand = new CompletableFuture<>();

        assertSame(heard.demand, say(UPDATE));
        assertEquals(List.of(UPDATE), heard.messages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hello, this is my secret banner", "{\"secret\":", "[]", "{}", "\0", "\"\ud800\""})
    void skipsALineThatIsNoMessageAndTakesTheNext(String text) {
        try (Logged log = Logged.by(DialledConnection.class)) {
            CompletionStage<Void> skipped = say(text);
            say(UPDATE);

            assertTrue(skipped.toCompletableFuture().isDone());
            assertFalse(skipped.toCompletableFuture().isCompletedExceptionally());
            assertEquals(List.of(UPDATE), heard.messages);
            assertEquals(List.of(), heard.ends);
            assertEquals(List.of(), wire.closes);
            assertLogged(log, text.getBytes(StandardCharsets.UTF_8).length);
        }
    }

    @Test
    void skipsALineThatIsNoUtf8AndTakesTheNext() {
        line.onMessage(1, new byte[] {'"', (byte) 0xff, '"'});
        say(UPDATE);

        assertEquals(List.of(UPDATE), heard.messages);
    }

    @Test
    void skipsAMessageOverTheLimitAndTakesTheNext() {
        try (Logged log = Logged.by(DialledConnection.class)) {
            say(UPDATE + " ".repeat(201 - UPDATE.length()));
            say(UPDATE);

            assertEquals(List.of(UPDATE), heard.messages);
            assertLogged(log, 201);
        }
    }

    private static void assertLogged(Logged log, int bytes) {
        assertEquals(1, log.lines().size(), () -> log.lines().toString());
        String said = log.lines().get(0);
        assertTrue(
                said.startsWith("WARN The agent wrote " + bytes + " bytes that are no message; they are skipped: "),
                said);
        assertTrue(said.endsWith(" connection=c7"), said);
        assertFalse(said.contains("secret"), said);
    }

    @Test
    void leavesTheEndToTheWire() {
        CompletionStage<CloseReason> closing = connection.close(CloseReason.SHUTDOWN);

        assertEquals(List.of(CloseReason.SHUTDOWN), wire.closes);
        assertSame(connection.closed(), closing);
        assertFalse(closing.toCompletableFuture().isDone());
        assertEquals(List.of(), heard.ends);
    }

    @Test
    void passesTheEndThroughOnce() {
        CloseReason exited = new CloseReason(Code.AGENT_EXITED, "The agent ended with exit code 3.");
        connection.close(CloseReason.NORMAL);

        line.onClosed(exited);
        connection.close(CloseReason.NORMAL);

        assertEquals(List.of(exited), heard.ends);
        assertEquals(exited, connection.closed().toCompletableFuture().getNow(null));
    }

    @Test
    void tellsTheListenerBeforeItIsClosed() {
        List<List<CloseReason>> heardByThen = new ArrayList<>();
        connection.closed().thenRun(() -> heardByThen.add(List.copyOf(heard.ends)));

        line.onClosed(CloseReason.LINK_LOST);

        assertEquals(List.of(List.of(CloseReason.LINK_LOST)), heardByThen);
    }

    @Test
    void needsNoDemandToEnd() {
        heard.demand = new CompletableFuture<>();
        say(UPDATE);

        line.onClosed(CloseReason.LINK_LOST);

        assertEquals(List.of(CloseReason.LINK_LOST), heard.ends);
    }

    @Test
    void sendsNothingBeforeTheWireIsOpen() {
        DialledConnection early = new DialledConnection(heard.context());

        assertThrows(IllegalStateException.class, () -> early.send(Message.of(UPDATE)));
    }
}
