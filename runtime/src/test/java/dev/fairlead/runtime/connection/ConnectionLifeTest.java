// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Each transition and each end of docs/architecture.md, "The life of a connection". */
class ConnectionLifeTest {
    private Rig rig = Rig.reserved();

    private static Code refused(Runnable attempt) {
        return assertThrows(AgentException.class, attempt::run).code();
    }

    private boolean hasEnded() {
        return rig.connection.ended().toCompletableFuture().isDone();
    }

    private Code failureOfInitialize() {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> rig.connection.initialized().toCompletableFuture().join());
        return ((AgentException) failure.getCause()).code();
    }

    private static Code endOf(FakeWire wire) {
        Notice.End end = wire.last(Notice.End.class);
        assertEquals(end, wire.notices.get(wire.notices.size() - 1), "the end is the last word");
        assertEquals(end.reason(), wire.closed());
        return end.reason().code();
    }

    /** Asserts that nothing is left: no place, no memory, no task. */
    private void assertNothingLeft() {
        assertTrue(hasEnded());
        assertEquals(List.of(rig.connection), rig.over, "it said once that it ends");
        assertEquals(0, rig.budget.used());
        assertEquals(0, rig.journal.size());
        rig.advance(Duration.ofSeconds(2));
        assertEquals(0, rig.timers.waiting());
        assertEquals(0, rig.delivery.waiting());
        assertEquals(Code.CONNECTION_UNKNOWN, refused(() -> rig.post(Rpc.note(1))));
        assertEquals(
                Code.CONNECTION_UNKNOWN,
                refused(() -> rig.connection.admit(
                        new AttachRequest(Rig.PEER, rig.connection.id(), null, Streams.ALL, null, true, false))));
    }

    // ---- reserved

    @Test
    void aReservedConnectionHasNoAgent() {
        rig.attach(Streams.ALL);
        assertEquals(0, rig.agent.connects);
    }

    @Test
    void endsWhenNoInitializeComes() {
        FakeWire wire = rig.attach(Streams.ALL);
        rig.advance(Duration.ofSeconds(32));
        assertEquals(Code.TIMED_OUT, endOf(wire));
        assertEquals(0, rig.agent.connects);
        assertNothingLeft();
    }

    @Test
    void theFirstMessageMustBeInitialize() {
        assertEquals(Code.PROTOCOL, refused(() -> rig.post(Rpc.request("1", "session/new"))));
        FakeWire wire = rig.attachPlainWebSocket();
        wire.send(0, Rpc.request("1", "session/new").text());
        rig.pump();
        assertEquals(Code.PROTOCOL, endOf(wire));
        assertNothingLeft();
    }

    @Test
    void aBatchIsAnsweredAndDoesNotEndAReservedWebSocket() {
        FakeWire wire = rig.attachPlainWebSocket();
        wire.send(0, "[]");
        rig.pump();
        assertNull(wire.closed());
        assertTrue(wire.texts().get(0).contains("-32600"), wire.texts().get(0));
        wire.send(0, Rpc.initialize("0").text());
        assertEquals(1, rig.agent.connects);
    }

    @Test
    void anAbandonedPlaceTakesAnUnusedConnectionAlong() {
        rig.connection.abandon(CloseReason.LINK_LOST);
        assertNothingLeft();
    }

    @Test
    void anAbandonedPlaceLeavesAConnectionThatIsUsed() {
        rig.attach("a", Streams.ALL, null);
        rig.connection.abandon(CloseReason.LINK_LOST);
        assertFalse(hasEnded());
        rig.initialize();
        rig.connection.abandon(CloseReason.LINK_LOST);
        assertFalse(hasEnded());
    }

    // ---- starting

    @Test
    void initializeStartsTheAgentOnceAndWhatFollowsWaits() {
        rig.agent.startsSlowly();
        rig.post(Rpc.initialize("0"));
        rig.post(Rpc.request("1", "session/new"));
        assertEquals(1, rig.agent.connects);
        assertEquals(Code.PROTOCOL, refused(() -> rig.post(Rpc.initialize("2"))));
        rig.agent.started();
        assertEquals(
                List.of(
                        Rpc.initialize("0").text(),
                        Rpc.request("1", "session/new").text()),
                rig.agent.received);
        assertEquals(1, rig.agent.connects);
    }

    @Test
    void theAnswerToInitializeIsHandedOut() {
        rig.post(Rpc.initialize("0"));
        assertFalse(rig.connection.initialized().toCompletableFuture().isDone());
        rig.agent.say(Rpc.result("0"));
        assertEquals(
                Rpc.result("0").text(),
                rig.connection
                        .initialized()
                        .toCompletableFuture()
                        .join()
                        .message()
                        .text());
    }

    @Test
    void endsWhenTheAgentRefusesInitialize() {
        FakeWire wire = rig.attachPlainWebSocket();
        wire.send(0, Rpc.initialize("0").text());
        rig.agent.say(Rpc.error("0"));
        rig.pump();
        assertEquals(List.of(Rpc.error("0").text()), wire.texts());
        assertEquals(Code.AGENT_UNAVAILABLE, endOf(wire));
        assertEquals(
                Rpc.error("0").text(),
                rig.connection
                        .initialized()
                        .toCompletableFuture()
                        .join()
                        .message()
                        .text());
        assertNothingLeft();
    }

    @Test
    void endsWhenTheAgentDoesNotStart() {
        rig.agent.startsSlowly();
        rig.post(Rpc.initialize("0"));
        rig.agent.failed(new AgentException(Code.AGENT_UNAVAILABLE, "The program was not found."));
        assertEquals(Code.AGENT_UNAVAILABLE, failureOfInitialize());
        assertNothingLeft();
    }

    @Test
    void tellsNothingOfAFailureThatIsNotForPeers() {
        FakeWire wire = rig.attachPlainWebSocket();
        rig.agent.startsSlowly();
        wire.send(0, Rpc.initialize("0").text());
        rig.agent.failed(new IllegalStateException("/secret/path"));
        rig.pump();
        assertEquals(Code.AGENT_UNAVAILABLE, endOf(wire));
        assertEquals("The agent could not be started.", wire.closed().detail());
        assertTrue(
                wire.texts().get(0).contains("\"id\":0,\"error\""), wire.texts().get(0));
        assertNothingLeft();
    }

    @Test
    void endsWhenTheAgentNeverAnswersInitialize() {
        rig.post(Rpc.initialize("0"));
        rig.advance(Duration.ofSeconds(62));
        assertEquals(Code.AGENT_UNAVAILABLE, failureOfInitialize());
        assertEquals(Code.AGENT_UNAVAILABLE, rig.agent.askedToEnd.code());
        assertNothingLeft();
    }

    @Test
    void anAgentThatStartsAfterTheEndIsClosed() {
        rig.agent.startsSlowly();
        rig.post(Rpc.initialize("0"));
        rig.connection.end(CloseReason.NORMAL);
        assertFalse(hasEnded(), "the agent may still come");
        rig.agent.started();
        assertEquals(CloseReason.NORMAL, rig.agent.askedToEnd);
        assertNothingLeft();
    }

    // ---- live

    @Test
    void endsWhenNobodyEverReads() {
        rig = Rig.live();
        rig.advance(Duration.ofSeconds(60));
        assertFalse(hasEnded());
        rig.advance(Duration.ofSeconds(2));
        assertEquals(Code.UNREAD, rig.agent.askedToEnd.code());
        assertNothingLeft();
    }

    @Test
    void endsWhenNobodyComesBackWithinTheResumeWindow() {
        rig = Rig.live();
        FakeWire wire = rig.attach(Streams.ALL);
        rig.advance(Duration.ofMinutes(20));
        assertFalse(hasEnded(), "it is read");
        wire.cut();
        rig.advance(Duration.ofSeconds(299));
        assertFalse(hasEnded());
        rig.advance(Duration.ofSeconds(3));
        assertEquals(Code.UNREAD, rig.agent.askedToEnd.code());
        assertNothingLeft();
    }

    @Test
    void isKeptByReadersThatComeAndGoBetweenTwoLooks() {
        rig = Rig.live("limits.never-read-time", "5 s", "limits.unread-time", "5 s");
        rig.timers.advance(Duration.ofMillis(500));
        for (int i = 0; i < 100; i++) {
            rig.attach(null, Streams.ALL, null).cut();
            rig.advance(Duration.ofSeconds(3));
        }
        assertFalse(hasEnded());
    }

    @Test
    void outlivesItsWires() {
        rig = Rig.live();
        rig.attach(Streams.ALL).cut();
        rig.sayNotes(2);
        assertEquals(2, rig.attach(Streams.ALL).events.size());
    }

    @Test
    void aPlainWebSocketTakesItsConnectionAlong() {
        FakeWire wire = rig.attachPlainWebSocket();
        wire.send(0, Rpc.initialize("0").text());
        rig.agent.say(Rpc.result("0"));
        rig.pump();
        wire.cut();
        assertEquals(Code.LINK_LOST, rig.agent.askedToEnd.code());
        assertNothingLeft();
    }

    @Test
    void aSupersededPlainWebSocketDoesNot() {
        FakeWire wire = rig.attachPlainWebSocket();
        wire.send(0, Rpc.initialize("0").text());
        rig.attach(Streams.ALL);
        assertEquals(Code.SUPERSEDED, wire.closed().code());
        assertFalse(hasEnded());
    }

    @Test
    void anAgentThatDiesAnswersAllItOwesAndTakesTheConnectionAlong() {
        rig = Rig.live();
        FakeWire wire = rig.attach(Streams.ALL);
        rig.post(Rpc.request("7", "session/prompt", "s"));
        rig.post(Rpc.request("\"8\"", "session/list"));
        rig.agent.say(Rpc.note(1));
        rig.agent.die();
        rig.pump();
        assertEquals(3, wire.events.size());
        assertEquals(Rpc.note(1).text(), wire.texts().get(0));
        assertTrue(
                wire.texts().get(1).startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\""),
                wire.texts().get(1));
        assertTrue(wire.texts().get(2).startsWith("{\"jsonrpc\":\"2.0\",\"id\":\"8\",\"error\""));
        assertTrue(wire.texts().get(2).contains("\"code\":\"agent-exited\""));
        assertEquals(Code.AGENT_EXITED, endOf(wire));
        assertNothingLeft();
    }

    @Test
    void pendingErrorsGoWhereTheirAnswersWouldHaveGone() {
        rig = Rig.live();
        rig.post(Rpc.request("1", "session/new"));
        rig.agent.say(Rpc.session("1", "s"));
        FakeWire session = rig.attach(Streams.session("s"));
        FakeWire connection = rig.attach(Streams.CONNECTION);
        rig.post(Rpc.request("2", "session/prompt", "s"));
        rig.agent.die();
        rig.pump();
        assertEquals(1, session.events.size());
        assertEquals(1, connection.events.size());
        assertEquals(Code.AGENT_EXITED, endOf(session));
        assertEquals(Code.AGENT_EXITED, endOf(connection));
    }

    @Test
    void anAgentThatIgnoresDemandIsDisconnected() {
        rig = Rig.live("limits.journal-events", "16");
        for (int i = 0; i < 200 && rig.agent.askedToEnd == null; i++) {
            rig.agent.say(Rpc.note(i));
            assertTrue(rig.journal.size() <= 16 + 65, "bounded all the time");
        }
        assertEquals(Code.PROTOCOL, rig.agent.askedToEnd.code());
        assertNothingLeft();
    }

    @Test
    void anAgentThatAsksOnAndOnWithoutReadingIsDisconnected() {
        rig = Rig.live("limits.pending-requests", "2", "limits.journal-events", "100000");
        rig.agent.readsSlowly();
        for (int i = 0; i < 1027; i++) {
            rig.agent.say(Rpc.request("" + i, "_vendor/ask"));
        }
        assertNull(rig.agent.askedToEnd);
        rig.agent.say(Rpc.request("2000", "_vendor/ask"));
        assertEquals(Code.PROTOCOL, rig.agent.askedToEnd.code());
    }

    // ---- ending

    @Test
    void onlyTheFirstReasonCounts() {
        rig = Rig.live();
        FakeWire wire = rig.attach(Streams.ALL);
        rig.connection.end(CloseReason.NORMAL);
        rig.connection.end(CloseReason.SHUTDOWN);
        rig.agent.die();
        rig.pump();
        assertEquals(Code.NORMAL, endOf(wire));
        assertNothingLeft();
    }

    @Test
    void readersGetAllThereIsBeforeTheReason() {
        rig = Rig.live();
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        rig.sayNotes(300);
        rig.agent.die();
        rig.pump();
        assertFalse(hasEnded());
        for (int i = 0; i < 4; i++) {
            rig.advance(Duration.ofSeconds(4));
            wire.take();
            rig.pump();
        }
        assertEquals(301, wire.events.size());
        assertEquals(Code.AGENT_EXITED, endOf(wire));
        assertNothingLeft();
    }

    @Test
    void aReaderThatTakesNothingIsCutAfterFiveSeconds() {
        rig = Rig.live();
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        rig.agent.die();
        rig.advance(Duration.ofSeconds(4));
        assertNull(wire.closed());
        rig.advance(Duration.ofSeconds(3));
        assertEquals(Code.AGENT_EXITED, wire.closed().code());
        rig.advance(Duration.ofSeconds(4));
        assertNothingLeft();
    }

    @Test
    void aShutdownWaitsForNobodyLongerThanFiveSeconds() {
        rig = Rig.live();
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        rig.sayNotes(1000);
        rig.connection.end(CloseReason.SHUTDOWN);
        for (int i = 0; i < 4; i++) {
            rig.advance(Duration.ofSeconds(2));
            wire.take();
            rig.pump();
        }
        assertEquals(Code.SHUTDOWN, wire.closed().code());
        assertNothingLeft();
    }

    @Test
    void hasEndedOnlyWhenTheAgentIsGone() {
        rig = Rig.live();
        rig.agent.lingers();
        rig.connection.end(CloseReason.NORMAL);
        assertFalse(hasEnded());
        rig.agent.gone(CloseReason.NORMAL);
        assertNothingLeft();
    }

    @Test
    void hasEndedOnlyWhenEveryWireIsGone() {
        rig = Rig.live();
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().deaf());
        rig.connection.end(CloseReason.NORMAL);
        rig.pump();
        assertFalse(hasEnded());
        wire.cut();
        assertNothingLeft();
    }

    @Test
    void whatTheAgentSaysAfterTheEndGoesNowhere() {
        rig = Rig.live();
        rig.agent.lingers();
        rig.connection.end(CloseReason.NORMAL);
        assertTrue(rig.agent.say(Rpc.note(1)).toCompletableFuture().isDone());
        rig.agent.gone(CloseReason.NORMAL);
        assertNothingLeft();
    }

    @Test
    void anAgentThatWaitsForRoomIsLetGo() {
        rig = Rig.live("limits.journal-events", "16");
        rig.agent.lingers();
        rig.sayNotes(15);
        var room = rig.agent.say(Rpc.note(16));
        assertFalse(room.toCompletableFuture().isDone());
        rig.connection.end(CloseReason.NORMAL);
        assertTrue(room.toCompletableFuture().isDone());
    }

    @Test
    void aWireThatComesTooLateIsToldTheReason() {
        rig = Rig.live();
        rig.agent.lingers();
        AttachRequest request = new AttachRequest(Rig.PEER, rig.connection.id(), null, Streams.ALL, null, true, false);
        rig.connection.admit(request);
        rig.connection.end(CloseReason.NORMAL);
        FakeWire wire = new FakeWire();
        wire.hears(rig.connection.attach(request, wire));
        rig.pump();
        assertEquals(Code.NORMAL, endOf(wire));
        rig.agent.gone(CloseReason.NORMAL);
        assertNothingLeft();
    }

    @Test
    void aClientThatWasAwayHearsTheLastWordsAndTheReason() {
        rig = Rig.live();
        FakeWire poll = attachOfAPoller(1L);
        poll.cut();
        rig.sayNotes(1);
        rig.agent.gone(new CloseReason(Code.AGENT_EXITED, "It exited."));
        rig.pump();
        assertFalse(hasEnded());
        FakeWire next = attachOfAPoller(1L);
        assertEquals(List.of(2L), next.sequences());
        assertEquals(Code.AGENT_EXITED, endOf(next));
        assertNothingLeft();
    }

    @Test
    void aClientThatStaysAwayIsWaitedForTenSeconds() {
        rig = Rig.live();
        attachOfAPoller(1L).cut();
        rig.agent.gone(new CloseReason(Code.AGENT_EXITED, "It exited."));
        rig.pump();
        rig.advance(Duration.ofSeconds(8));
        assertFalse(hasEnded());
        rig.advance(Duration.ofSeconds(3));
        assertNothingLeft();
    }

    @Test
    void aShutdownWaitsForNobodyWhoIsAway() {
        rig = Rig.live();
        attachOfAPoller(1L).cut();
        rig.agent.gone(new CloseReason(Code.AGENT_EXITED, "It exited."));
        rig.pump();
        rig.connection.end(CloseReason.SHUTDOWN);
        assertNothingLeft();
    }

    private FakeWire attachOfAPoller(long after) {
        AttachRequest request =
                new AttachRequest(Rig.PEER, rig.connection.id(), "poller", Streams.ALL, after, true, true);
        rig.connection.admit(request);
        return rig.attach(request, new FakeWire());
    }

    @Test
    void aWireThatComesAfterAllIsOverIsClosed() {
        rig = Rig.live();
        AttachRequest request = new AttachRequest(Rig.PEER, rig.connection.id(), null, Streams.ALL, 0L, true, false);
        rig.connection.admit(request);
        rig.connection.end(CloseReason.NORMAL);
        assertTrue(hasEnded());
        FakeWire wire = new FakeWire().slow();
        wire.hears(rig.connection.attach(request, wire));
        assertEquals(Code.NORMAL, wire.closed().code());
        rig.pump();
        assertNothingLeft();
    }

    @Test
    void whatComesUpAfterTheEndLeavesNothing() {
        rig = Rig.live();
        FakeWire wire = rig.attach("a", Streams.ALL, null, new FakeWire().deaf());
        rig.post("a", 2, Rpc.request("5", "x"));
        rig.connection.end(CloseReason.NORMAL);
        rig.connection.skip("a", 1);
        assertTrue(wire.send(3, "nonsense").toCompletableFuture().isDone());
        rig.pump();
        wire.cut();
        assertNothingLeft();
    }
}
