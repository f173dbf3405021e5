// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.WireListener;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Exactly once, way up: wire.md 2.2. */
class ConnectionWayUpTest {
    private Rig rig = Rig.live("limits.journal-events", "32");

    private static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    private static Code refused(Runnable attempt) {
        return assertThrows(AgentException.class, attempt::run).code();
    }

    private static List<String> texts(Message... messages) {
        return List.of(messages).stream().map(Message::text).toList();
    }

    @Test
    void numberedMessagesReachTheAgentInOrderAndOnce() {
        rig.post("a", 2, Rpc.note(2));
        rig.post("a", 3, Rpc.note(3));
        rig.post("a", 2, Rpc.note(2));
        assertEquals(List.of(), rig.agent.received);
        rig.post("a", 1, Rpc.note(1));
        rig.post("a", 1, Rpc.note(1));
        rig.post("a", 3, Rpc.note(3));
        rig.post("a", 4, Rpc.note(4));
        assertEquals(texts(Rpc.note(1), Rpc.note(2), Rpc.note(3), Rpc.note(4)), rig.agent.received);
        assertEquals(4, rig.connection.received("a"));
    }

    @Test
    void everyClientHasItsOwnNumbers() {
        rig.post("a", 1, Rpc.note(1));
        rig.post("b", 1, Rpc.note(2));
        rig.post(null, 1, Rpc.note(3));
        assertEquals(3, rig.agent.received.size());
        assertEquals(0, rig.connection.received("c"));
    }

    @Test
    void whatIsTooFarAheadIsRefusedAndItsNumberNotUsed() {
        assertEquals(Code.LIMIT_REACHED, refused(() -> rig.post("a", 65, Rpc.note(65))));
        for (int n = 1; n <= 65; n++) {
            rig.post("a", n, Rpc.note(n));
        }
        assertEquals(65, rig.agent.received.size());
    }

    @Test
    void aRefusedMessageCanBeSentAgainUnderItsNumber() {
        rig.agent.say(Rpc.note(0));
        rig.post("a", 1, Rpc.request("1", "x"));
        assertEquals(Code.PROTOCOL, refused(() -> rig.post("a", 2, Rpc.request("1", "y"))));
        rig.agent.say(Rpc.result("1"));
        rig.post("a", 2, Rpc.request("1", "y"));
        assertEquals(texts(Rpc.request("1", "x"), Rpc.request("1", "y")), rig.agent.received);
    }

    @Test
    void theFirstMessageOfANewWireWaitsUntilTheAgentReadsAgain() {
        rig.agent.readsSlowly();
        for (int n = 1; n <= 1025; n++) {
            rig.post("a", n, Rpc.note(n));
        }
        FakeWire wire = rig.attach("a", Streams.ALL, 0L);
        CompletionStage<Void> room = wire.send(1026, Rpc.note(1026).text());
        assertFalse(isDone(room));
        for (int n = 1; n <= 1026; n++) {
            rig.agent.read();
        }
        assertTrue(isDone(room));
        assertEquals(Rpc.note(1026).text(), rig.agent.received.get(1025));
    }

    @Test
    void aNumberWhoseMessageWasNoMessageIsSkippedInItsTurn() {
        rig.post("a", 3, Rpc.note(3));
        rig.connection.skip("a", 2);
        rig.connection.skip("a", 2);
        assertEquals(List.of(), rig.agent.received);
        rig.post("a", 1, Rpc.note(1));
        assertEquals(texts(Rpc.note(1), Rpc.note(3)), rig.agent.received);
        rig.connection.skip("a", WireListener.UNNUMBERED);
        assertEquals(3, rig.connection.received("a"));
    }

    @Test
    void aNumberThatAWireBringsWithoutAMessageIsSkipped() {
        FakeWire wire = rig.attach("a", Streams.ALL, 0L);
        wire.send(1, "");
        wire.send(2, Rpc.note(2).text());
        assertEquals(texts(Rpc.note(2)), rig.agent.received);
        assertEquals(2, rig.connection.received("a"));
    }

    @Test
    void aSkippedNumberCanLetInitializeIn() {
        rig = Rig.reserved();
        rig.attach("a", Streams.ALL, null);
        assertEquals(Code.PROTOCOL, refused(() -> rig.post("a", 1, Rpc.note(1))));
        rig.post("a", 2, Rpc.initialize("0"));
        rig.connection.skip("a", 1);
        assertEquals(1, rig.agent.connects);
        assertEquals(texts(Rpc.initialize("0")), rig.agent.received);
    }

    @Test
    void whatIsRefusedWhenItsTurnComesIsAnsweredInTheJournal() {
        FakeWire wire = rig.attach("a", Streams.ALL, 1L);
        rig.post("a", 2, Rpc.request("1", "y"));
        rig.post("a", 3, Rpc.note(3));
        rig.post("a", 1, Rpc.request("1", "x"));
        rig.pump();
        assertEquals(texts(Rpc.request("1", "x"), Rpc.note(3)), rig.agent.received);
        assertEquals(1, wire.events.size());
        assertTrue(
                wire.texts().get(0).startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\""),
                wire.texts().get(0));
    }

    @Test
    void nothingWaitsForItsTurnWhileNobodyReadsTheAnswers() {
        rig.sayNotes(32);
        assertEquals(Code.LIMIT_REACHED, refused(() -> rig.post("a", 2, Rpc.note(2))));
        rig.post("a", 1, Rpc.note(1));
        rig.post("a", 2, Rpc.note(2));
        assertEquals(2, rig.agent.received.size());
    }

    @Test
    void aRetransmittedPostIsNotExecutedAgainWhileAndAfterItIsAnswered() {
        Message prompt = Rpc.request("1", "session/prompt", "s");
        rig.post(prompt);
        rig.post(prompt);
        rig.agent.say(Rpc.result("1"));
        rig.post(prompt);
        assertEquals(texts(prompt), rig.agent.received);
        Message another = Rpc.request("1", "session/prompt", "t");
        rig.post(another);
        assertEquals(Code.PROTOCOL, refused(() -> rig.post(prompt)));
        assertEquals(texts(prompt, another), rig.agent.received);
    }

    @Test
    void aMediumThatBringsEachMessageOnceRetransmitsNothing() {
        FakeWire wire = rig.attachPlainWebSocket();
        Message list = Rpc.request("1", "session/list");
        wire.send(0, list.text());
        rig.agent.say(Rpc.result("1"));
        wire.send(0, list.text());
        assertEquals(texts(list, list), rig.agent.received);
    }

    @Test
    void aResponseToNothingGoesNowhere() {
        rig.post(Rpc.result("99"));
        assertEquals(List.of(), rig.agent.received);
        rig.agent.say(Rpc.request("0", "fs/read_text_file"));
        rig.post(Rpc.result("0"));
        rig.post(Rpc.error("0"));
        assertEquals(texts(Rpc.result("0")), rig.agent.received);
    }

    @Test
    void whatIsNoMessageIsAnsweredOnTheWireThatItCameOn() {
        FakeWire wire = rig.attachPlainWebSocket();
        wire.send(0, "nonsense");
        wire.send(0, "[]");
        wire.send(0, "{\"jsonrpc\":\"2.0\"}");
        rig.pump();
        assertEquals(3, wire.events.size());
        assertTrue(wire.texts().get(0).contains("-32700"), wire.texts().get(0));
        assertTrue(wire.texts().get(1).contains("-32600"), wire.texts().get(1));
        assertTrue(wire.texts().get(2).contains("-32600"), wire.texts().get(2));
        assertNull(wire.closed());
    }

    @Test
    void aNumberedMessageThatIsNoneIsAnsweredOnceAndItsNumberUsed() {
        FakeWire wire = rig.attach("a", Streams.ALL, 1L);
        wire.send(1, "nonsense");
        wire.send(1, "nonsense");
        wire.send(2, Rpc.note(2).text());
        rig.pump();
        assertEquals(1, wire.events.size());
        assertEquals(texts(Rpc.note(2)), rig.agent.received);
        assertEquals(2, rig.connection.received("a"));
    }

    @Test
    void aSecondInitializeIsRefusedAndTheConnectionStays() {
        FakeWire wire = rig.attachPlainWebSocket();
        wire.send(0, Rpc.initialize("7").text());
        rig.pump();
        assertTrue(
                wire.texts().get(0).contains("\"id\":7,\"error\":{\"code\":-32600"),
                wire.texts().get(0));
        assertNull(wire.closed());
    }

    @Test
    void initializeSentTwiceUnderItsNumberIsOneInitialize() {
        rig = Rig.reserved();
        rig.post("a", 1, Rpc.initialize("0"));
        rig.post("a", 1, Rpc.initialize("0"));
        assertEquals(1, rig.agent.connects);
        assertEquals(1, rig.agent.received.size());
    }

    @Test
    void whoSendsNonsenseAndReadsNoAnswerHasToWait() {
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        CompletionStage<Void> next = wire.send(0, "nonsense");
        while (isDone(next)) {
            next = wire.send(0, "nonsense");
        }
        assertEquals(17, rig.journal.last());
        rig.pump();
        wire.take();
        assertTrue(isDone(next));
    }

    @Test
    void whoSendsFasterThanTheAgentReadsHasToWaitAndIsRefusedAtTheLimit() {
        rig.agent.readsSlowly();
        FakeWire wire = rig.attach("a", Streams.ALL, 1L);
        CompletionStage<Void> next = wire.send(1, Rpc.note(1).text());
        long sent = 1;
        while (isDone(next)) {
            next = wire.send(++sent, Rpc.note(sent).text());
        }
        assertEquals(513, sent);
        long posted = 0;
        Code code = null;
        while (code == null) {
            try {
                rig.post(Rpc.note(++posted));
            } catch (AgentException e) {
                code = e.code();
            }
        }
        assertEquals(Code.LIMIT_REACHED, code);
        assertEquals(1024, sent - 1 + posted - 1);
        while (!isDone(next)) {
            rig.agent.read();
        }
        rig.post(Rpc.note(0));
    }

    @Test
    void whatTheAgentAsksBeyondTheLimitIsAnsweredWithAnError() {
        rig = Rig.live("limits.pending-requests", "1");
        FakeWire wire = rig.attach(Streams.ALL);
        rig.agent.say(Rpc.request("1", "_vendor/ask"));
        rig.agent.say(Rpc.request("2", "_vendor/ask"));
        rig.pump();
        assertEquals(texts(Rpc.request("1", "_vendor/ask")), wire.texts());
        assertEquals(1, rig.agent.received.size());
        assertTrue(rig.agent.received.get(0).startsWith("{\"jsonrpc\":\"2.0\",\"id\":2,\"error\""));
        assertFalse(wire.notices.stream().anyMatch(Notice.End.class::isInstance));
    }
}
