// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class AgentLineTest {
    private final AgentLine line = new AgentLine(Limits.of("limits.message-bytes", "200 KiB"));
    private final FakeAgent agent = new FakeAgent();

    private CompletionStage<CloseReason> connect() {
        return line.connect(agent, new AgentContext("c-1", Rig.PEER, MessageLimits.STANDARD, new Deaf()));
    }

    private void add(int from, int to) {
        for (int n = from; n <= to; n++) {
            line.add(Rpc.note(n));
            line.drain();
        }
    }

    private static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    private static List<String> notes(int from, int to) {
        List<String> notes = new ArrayList<>();
        for (int n = from; n <= to; n++) {
            notes.add(Rpc.note(n).text());
        }
        return notes;
    }

    /** Hears nothing. */
    private static final class Deaf implements AgentListener {
        @Override
        public CompletionStage<Void> onMessage(Message message) {
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onClosed(CloseReason reason) {}
    }

    @Test
    void keepsMessagesUntilTheAgentIsThere() {
        agent.startsSlowly();
        connect();
        add(1, 3);
        assertEquals(List.of(), agent.received);
        agent.started();
        assertEquals(notes(1, 3), agent.received);
    }

    @Test
    void sendsOneAtATimeInOrder() {
        agent.readsSlowly();
        connect();
        add(1, 3);
        assertEquals(notes(1, 1), agent.received);
        agent.read();
        assertEquals(notes(1, 2), agent.received);
        agent.read();
        agent.read();
        add(4, 4);
        assertEquals(notes(1, 4), agent.received);
    }

    @Test
    void asksToWaitWhenItIsHalfFullAndLetsGoWhenItIsNotAnyMore() {
        agent.readsSlowly();
        connect();
        add(1, 512);
        assertTrue(isDone(line.room()), "one is under way, 511 wait");
        add(513, 513);
        CompletionStage<Void> room = line.room();
        assertFalse(isDone(room));
        assertSame(room, line.room());
        agent.read();
        assertFalse(isDone(room));
        agent.read();
        assertTrue(isDone(room));
        assertTrue(isDone(line.room()));
    }

    @Test
    void asksToWaitForBytesToo() {
        agent.readsSlowly();
        connect();
        add(1, 1);
        line.add(Rpc.sized(100 << 10));
        line.drain();
        CompletionStage<Void> room = line.room();
        assertFalse(isDone(room));
        agent.read();
        assertFalse(isDone(room), "it is under way");
        agent.read();
        assertTrue(isDone(room));
    }

    @Test
    void refusesAtTheLimitOfMessages() {
        agent.readsSlowly();
        connect();
        add(1, 1024);
        line.requireRoom();
        add(1025, 1025);
        assertFalse(line.hasRoom());
        assertEquals(
                Code.LIMIT_REACHED,
                assertThrows(AgentException.class, line::requireRoom).code());
        agent.read();
        line.requireRoom();
    }

    @Test
    void refusesAtTheLimitOfBytes() {
        line.add(Rpc.sized(150 << 10));
        assertTrue(line.hasRoom());
        line.add(Rpc.sized(150 << 10));
        assertFalse(line.hasRoom());
    }

    @Test
    void closingLetsGoOfAllWhoWaitAndClosesTheAgent() {
        agent.readsSlowly();
        CompletionStage<CloseReason> gone = connect();
        add(1, 600);
        CompletionStage<Void> room = line.room();
        line.close(CloseReason.NORMAL);
        assertTrue(isDone(room));
        assertTrue(isDone(line.room()));
        assertEquals(CloseReason.NORMAL, agent.askedToEnd);
        assertTrue(isDone(gone));
        agent.read();
        add(601, 601);
        assertEquals(notes(1, 1), agent.received);
    }

    @Test
    void anAgentThatComesTooLateIsClosed() {
        agent.startsSlowly();
        CompletionStage<CloseReason> gone = connect();
        add(1, 1);
        line.close(CloseReason.SHUTDOWN);
        assertFalse(isDone(gone));
        agent.started();
        assertEquals(CloseReason.SHUTDOWN, agent.askedToEnd);
        assertTrue(isDone(gone));
        assertEquals(List.of(), agent.received);
    }

    @Test
    void onlyTheFirstReasonCounts() {
        connect();
        line.close(CloseReason.NORMAL);
        line.close(CloseReason.SHUTDOWN);
        assertEquals(CloseReason.NORMAL, agent.askedToEnd);
    }

    @Test
    void failsIfTheAgentDoesNotStart() {
        agent.startsSlowly();
        CompletionStage<CloseReason> gone = connect();
        agent.failed(new AgentException(Code.AGENT_UNAVAILABLE, "no"));
        assertTrue(gone.toCompletableFuture().isCompletedExceptionally());
    }

    @Test
    void failsIfTheAgentThrows() {
        CompletionStage<CloseReason> gone = line.connect(
                context -> {
                    throw new IllegalStateException("broken");
                },
                new AgentContext("c-1", Rig.PEER, MessageLimits.STANDARD, new Deaf()));
        CompletionException failure = assertThrows(
                CompletionException.class, () -> gone.toCompletableFuture().join());
        assertEquals("broken", failure.getCause().getMessage());
    }

    @Test
    void anAgentThatThrowsInSendStopsNobody() {
        List<String> sent = new ArrayList<>();
        AgentConnection broken = new AgentConnection() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public CompletionStage<Void> send(Message message) {
                sent.add(message.text());
                throw new IllegalStateException("broken");
            }

            @Override
            public CompletionStage<CloseReason> close(CloseReason reason) {
                return closed();
            }

            @Override
            public CompletionStage<CloseReason> closed() {
                return new CompletableFuture<>();
            }
        };
        line.connect(
                context -> CompletableFuture.completedStage(broken),
                new AgentContext("c-1", Rig.PEER, MessageLimits.STANDARD, new Deaf()));
        add(1, 2);
        assertEquals(notes(1, 2), sent);
    }
}
