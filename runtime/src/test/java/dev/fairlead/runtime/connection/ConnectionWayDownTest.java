// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Resume, back-pressure, gaps and several clients: wire.md 2.1 and 2.6. */
class ConnectionWayDownTest {
    private static final Streams S = Streams.session("s");

    private Rig rig = Rig.live("limits.journal-events", "32");

    private static List<Long> from(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    private void knowSession(String id) {
        rig.agent.say(Rpc.update(id, 0));
    }

    // ---- where a reader begins

    @Test
    void whatWasSaidBeforeAnybodyReadIsKeptOnBothKindsOfStream() {
        rig.sayNotes(2);
        knowSession("s");
        assertEquals(from(2, 3), rig.attach(Streams.CONNECTION).sequences());
        assertEquals(from(4, 4), rig.attach(S).sequences());
    }

    @Test
    void aReaderWithoutACursorBeginsWithWhatNoWireHasTaken() {
        rig.sayNotes(2);
        rig.attach(Streams.CONNECTION).cut();
        rig.sayNotes(2);
        assertEquals(from(4, 5), rig.attach(Streams.CONNECTION).sequences());
    }

    @Test
    void aMessageThatWasUnderWayWhenTheLinkBrokeComesAgain() {
        FakeWire slow = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        slow.cut();
        assertEquals(from(2, 2), rig.attach(Streams.ALL).sequences());
    }

    @Test
    void aCursorReplaysWhatCameAfterItOnAnyKindOfWire() {
        rig.sayNotes(3);
        knowSession("s");
        rig.sayNotes(1);
        rig.attach(Streams.ALL).cut();
        assertEquals(from(3, 6), rig.attach(null, Streams.ALL, 2L).sequences());
        assertEquals(
                List.of(3L, 4L, 6L), rig.attach("b", Streams.CONNECTION, 2L).sequences());
        assertEquals(from(5, 5), rig.attach("b", S, 2L).sequences());
    }

    @Test
    void theAnswerToInitializeIsNotSaidAgain() {
        assertEquals(List.of(), rig.attach(Streams.CONNECTION).sequences());
    }

    @Test
    void whatTheAgentSaidBeforeItAnsweredInitializeIsNotLost() {
        rig = Rig.reserved();
        rig.post(Rpc.initialize("0"));
        rig.agent.say(Rpc.note(1));
        rig.agent.say(Rpc.result("0"));
        var response = rig.connection.initialized().toCompletableFuture().join();
        rig.connection.initializeDelivered(null, response);
        assertEquals(Rpc.note(1).text(), rig.attach(Streams.CONNECTION).texts().get(0));
    }

    @Test
    void theAnswerToInitializeDoesNotHideFromItsClientWhatOthersReadBefore() {
        rig = Rig.reserved();
        rig.post("a", 1, Rpc.initialize("0"));
        rig.attach("b", Streams.ALL, 0L);
        rig.agent.say(Rpc.note(1));
        rig.pump();
        rig.agent.say(Rpc.result("0"));
        var response = rig.connection.initialized().toCompletableFuture().join();
        rig.connection.initializeDelivered("a", response);
        assertEquals(
                Rpc.note(1).text(), rig.attach("a", Streams.ALL, null).texts().get(0));
    }

    @Test
    void aClientThatLeftWhileAPromptRanFindsTheWholeAnswer() {
        knowSession("s");
        FakeWire wire = rig.attach("a", Streams.ALL, 0L);
        wire.send(1, Rpc.request("5", "session/prompt", "s").text());
        rig.agent.say(Rpc.update("s", 1));
        rig.pump();
        long cursor = wire.events.get(wire.events.size() - 1).sequence();
        wire.cut();
        for (int i = 2; i <= 20; i++) {
            rig.agent.say(Rpc.update("s", i));
        }
        rig.agent.say(Rpc.result("5"));
        FakeWire back = rig.attach("a", S, cursor);
        assertEquals(20, back.events.size());
        assertEquals(Rpc.update("s", 2).text(), back.texts().get(0));
        assertEquals(Rpc.result("5").text(), back.texts().get(19));
    }

    // ---- gaps

    @Test
    void aCursorBeyondTheEndGetsAGapAndThenWhatComes() {
        rig.sayNotes(2);
        FakeWire wire = rig.attach("a", Streams.ALL, 500L);
        Notice.Gap gap = wire.last(Notice.Gap.class);
        assertEquals(4, gap.from());
        assertEquals(500, gap.to());
        assertEquals(3, wire.last(Notice.CaughtUp.class).sequence());
        rig.sayNotes(1);
        assertEquals(from(4, 4), wire.sequences());
        assertEquals(1, wire.count(Notice.Gap.class));
    }

    @Test
    void aCursorOlderThanTheJournalGetsAGapAndThenTheOldest() {
        rig.attach(Streams.ALL);
        for (int i = 0; i < 100; i++) {
            rig.sayNotes(1);
        }
        FakeWire late = rig.attach("b", Streams.ALL, 3L);
        long oldest = late.events.get(0).sequence();
        assertTrue(oldest > 60, "the limit is 32");
        assertEquals(List.of("gap"), late.said.subList(0, 1));
        assertEquals(4, late.last(Notice.Gap.class).from());
        assertEquals(oldest - 1, late.last(Notice.Gap.class).to());
        assertEquals(from(oldest, 101), late.sequences());
        assertEquals(1, late.count(Notice.Gap.class));
    }

    @Test
    void aReaderThatLagsPastTheLimitGetsAGapAndDoesNotHoldTheOthers() {
        FakeWire fast = rig.attach("a", Streams.ALL, 1L);
        FakeWire slow = rig.attach("b", Streams.ALL, 1L, new FakeWire().slow());
        slow.take();
        rig.pump();
        for (int i = 1; i <= 100; i++) {
            rig.sayNotes(1);
        }
        assertEquals(from(2, 101), fast.sequences());
        assertEquals(from(2, 2), slow.sequences());
        for (int i = 0; i < 5; i++) {
            slow.take();
            rig.pump();
        }
        Notice.Gap gap = slow.last(Notice.Gap.class);
        assertEquals(3, gap.from());
        assertEquals(from(gap.to() + 1, 101), slow.sequences().subList(1, slow.events.size()));
    }

    @Test
    void aGapIsCutWhereSomethingIsStillKept() {
        knowSession("s");
        knowSession("s");
        rig.attach(Streams.CONNECTION);
        for (int i = 0; i < 100; i++) {
            rig.sayNotes(1);
        }
        // s has 2 and 3, which nobody read; of the connection stream 1 and 4.. are forgotten.
        FakeWire wire = rig.attach("b", Streams.ALL, 0L);
        long oldest = wire.events.get(2).sequence();
        assertTrue(oldest > 60);
        assertEquals(
                List.of("gap", Rpc.update("s", 0).text(), Rpc.update("s", 0).text(), "gap"), wire.said.subList(0, 4));
        assertEquals(
                List.of("1-1", "4-" + (oldest - 1)),
                wire.notices.stream()
                        .filter(Notice.Gap.class::isInstance)
                        .map(Notice.Gap.class::cast)
                        .map(gap -> gap.from() + "-" + gap.to())
                        .toList());
    }

    @Test
    void whoComesToAllStreamsHasWhatItAcknowledgedOnEach() {
        knowSession("s");
        rig.sayNotes(3);
        rig.attach("a", Streams.CONNECTION, 0L);
        rig.attach("a", S, 0L).cut();
        rig.connection.acknowledged("a", Streams.CONNECTION, 5);
        assertEquals(1, rig.journal.size(), "the session's");
        FakeWire wire = rig.attach("a", Streams.ALL, 0L);
        assertEquals(0, wire.count(Notice.Gap.class));
        assertEquals(from(2, 2), wire.sequences());
    }

    @Test
    void whoAcknowledgedAndComesBackWithAnOlderCursorGetsAGap() {
        rig.sayNotes(3);
        FakeWire wire = rig.attach(Streams.ALL);
        wire.listener().onAcknowledged(4);
        FakeWire older = rig.attach(null, Streams.ALL, 2L);
        assertEquals(3, older.last(Notice.Gap.class).from());
        assertEquals(4, older.last(Notice.Gap.class).to());
    }

    // ---- acknowledging

    @Test
    void whatIsAcknowledgedIsForgotten() {
        rig.sayNotes(5);
        FakeWire wire = rig.attach(Streams.ALL);
        wire.listener().onAcknowledged(4);
        assertEquals(2, rig.journal.size());
        wire.cut();
        rig.attach(null, Streams.ALL, 5L);
        assertEquals(1, rig.journal.size());
    }

    @Test
    void anAcknowledgementOfWhatIsNotThereIsIgnored() {
        rig.sayNotes(1);
        FakeWire wire = rig.attach(Streams.ALL);
        wire.listener().onAcknowledged(500);
        assertEquals(2, rig.journal.size());
        rig.connection.acknowledged(null, Streams.session("nobody's"), 2);
        assertEquals(2, rig.journal.size());
    }

    @Test
    void onlyWhatAllClientsHaveIsForgotten() {
        rig.sayNotes(5);
        FakeWire a = rig.attach("a", Streams.ALL, 0L);
        FakeWire b = rig.attach("b", Streams.ALL, 0L);
        a.listener().onAcknowledged(6);
        assertEquals(6, rig.journal.size());
        b.listener().onAcknowledged(4);
        assertEquals(2, rig.journal.size());
    }

    @Test
    void anAcknowledgementSpeaksForItsStreamAlone() {
        knowSession("s");
        rig.sayNotes(2);
        rig.attach(Streams.CONNECTION).listener().onAcknowledged(4);
        assertEquals(1, rig.journal.size());
        assertEquals(from(2, 2), rig.attach(S).sequences());
    }

    // ---- back-pressure

    @Test
    void theAgentIsPausedAtTheLimitAndGoesOnWhenAReaderTakes() {
        CompletionStage<Void> next = rig.agent.say(Rpc.note(1));
        for (int i = 2; isDone(next); i++) {
            next = rig.agent.say(Rpc.note(i));
        }
        assertEquals(17, rig.journal.last(), "16 undelivered, behind the answer to initialize");
        FakeWire wire = rig.attach(Streams.ALL);
        assertTrue(isDone(next));
        assertEquals(from(2, 17), wire.sequences());
    }

    @Test
    void theAgentStaysPausedWhileAWireIsStillTaking() {
        for (int i = 1; i <= 15; i++) {
            rig.agent.say(Rpc.note(i));
        }
        CompletionStage<Void> next = rig.agent.say(Rpc.note(16));
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        assertFalse(isDone(next));
        wire.take();
        assertTrue(isDone(next));
    }

    @Test
    void anAcknowledgementLetsTheAgentGoOnAtOnce() {
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        CompletionStage<Void> next = rig.agent.say(Rpc.note(1));
        rig.pump();
        for (int i = 2; i <= 18; i++) {
            next = rig.agent.say(Rpc.note(i));
        }
        assertFalse(isDone(next));
        // The client has the first message, but the link broke before the wire could say so.
        wire.cut();
        assertFalse(isDone(next));
        rig.attach(null, Streams.ALL, 5L, new FakeWire().slow());
        assertTrue(isDone(next));
    }

    @Test
    void aStreamNobodyReadsPausesTheAgentToo() {
        rig.attach(Streams.CONNECTION);
        CompletionStage<Void> next = rig.agent.say(Rpc.update("s", 1));
        for (int i = 2; isDone(next); i++) {
            next = rig.agent.say(Rpc.update("s", i));
            rig.pump();
        }
        assertEquals(17, rig.journal.last());
        rig.attach(S);
        assertTrue(isDone(next));
    }

    @Test
    void freeingASessionLetsTheAgentGoOn() {
        CompletionStage<Void> next = rig.agent.say(Rpc.update("s", 1));
        rig.post(Rpc.request("1", "session/close", "s"));
        rig.attach(Streams.CONNECTION);
        rig.agent.say(Rpc.result("1"));
        for (int i = 0; i < 30; i++) {
            next = rig.agent.say(Rpc.note(1));
        }
        rig.pump();
        for (int i = 0; isDone(next); i++) {
            next = rig.agent.say(Rpc.update("s2", i));
        }
        rig.advance(Duration.ofSeconds(63));
        assertTrue(isDone(next));
    }

    @Test
    void cancelAndAnswersGetThroughWhileTheAgentIsPaused() {
        rig.agent.say(Rpc.request("1", "session/request_permission", "s"));
        CompletionStage<Void> next = rig.agent.say(Rpc.note(1));
        while (isDone(next)) {
            next = rig.agent.say(Rpc.note(2));
        }
        assertTrue(isDone(rig.post(Rpc.request("5", "session/cancel", "s"))));
        rig.post(Rpc.result("1"));
        assertEquals(
                List.of(
                        Rpc.request("5", "session/cancel", "s").text(),
                        Rpc.result("1").text()),
                rig.agent.received);
        assertFalse(isDone(next));
    }

    @Test
    void aStalledReaderIsCutAndItsConnectionStays() {
        FakeWire stalled = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(3);
        rig.advance(Duration.ofSeconds(32));
        assertEquals(Code.STALLED, stalled.closed().code());
        assertNull(rig.agent.askedToEnd);
        assertEquals(from(2, 4), rig.attach(Streams.ALL).sequences());
    }

    @Test
    void aBudgetUsedUpByOthersPausesUntilTheyHaveMadeRoom() {
        rig = Rig.live("limits.all-journals-bytes", "1 KiB", "limits.connections", "1000");
        rig.attach(Streams.ALL);
        rig.budget.add(rig.limits.allJournalsBytes());
        assertFalse(isDone(rig.agent.say(Rpc.note(0))), "it has something undelivered");
        rig.pump();
        for (int i = 0; i < 5; i++) {
            rig.sayNotes(1);
        }
        assertEquals(1, rig.journal.size(), "nothing delivered is kept when memory is short");
        CompletionStage<Void> next = rig.agent.say(Rpc.update("s", 1));
        rig.budget.add(-rig.limits.allJournalsBytes());
        rig.advance(Duration.ofSeconds(2));
        assertTrue(isDone(next));
    }

    // ---- several clients

    @Test
    void everyClientReadsTheWholeJournalFromItsOwnCursor() {
        rig.sayNotes(3);
        FakeWire a = rig.attach("a", Streams.ALL, null);
        FakeWire b = rig.attach("b", Streams.ALL, null);
        assertEquals(from(1, 4), a.sequences());
        assertEquals(from(1, 4), b.sequences());
        a.cut();
        rig.sayNotes(1);
        assertEquals(from(5, 5), rig.attach("a", Streams.ALL, null).sequences());
        assertEquals(from(1, 5), b.sequences());
    }

    @Test
    void aNamedClientThatComesBackWithoutACursorIsToldWhatItLacks() {
        rig.attach("a", Streams.ALL, null).cut();
        rig.attach("b", Streams.ALL, null);
        for (int i = 0; i < 100; i++) {
            rig.sayNotes(1);
        }
        FakeWire back = rig.attach("a", Streams.ALL, null);
        assertEquals(2, back.last(Notice.Gap.class).from());
        assertEquals(from(back.last(Notice.Gap.class).to() + 1, 101), back.sequences());
    }

    @Test
    void aNewClientIsNotToldOfWhatCameBeforeIt() {
        rig.attach("b", Streams.ALL, null);
        for (int i = 0; i < 100; i++) {
            rig.sayNotes(1);
        }
        assertEquals(0, rig.attach("a", Streams.ALL, null).count(Notice.Gap.class));
    }

    @Test
    void aClientThatReadAllStreamsGoesOnOnOne() {
        rig.sayNotes(3);
        rig.attach("a", Streams.ALL, null).cut();
        assertEquals(List.of(), rig.attach("a", Streams.CONNECTION, null).sequences());
    }

    @Test
    void theFirstAnswerWinsAndTheOthersAreToldBehindTheRequest() {
        FakeWire a = rig.attach("a", Streams.ALL, 1L);
        FakeWire b = rig.attach("b", Streams.ALL, 1L, new FakeWire().slow());
        b.take();
        rig.pump();
        rig.sayNotes(1);
        rig.agent.say(Rpc.request("9", "session/request_permission"));
        rig.pump();
        a.send(1, Rpc.result("9").text());
        rig.agent.say(Rpc.note(2));
        for (int i = 0; i < 4; i++) {
            b.take();
            rig.pump();
        }
        b.send(1, Rpc.result("9").text());
        rig.pump();
        assertEquals(List.of(Rpc.result("9").text()), rig.agent.received);
        assertEquals(0, a.count(Notice.Resolved.class));
        assertEquals(
                List.of(
                        "caught-up",
                        Rpc.note(1).text(),
                        Rpc.request("9", "session/request_permission").text(),
                        "resolved",
                        Rpc.note(2).text()),
                b.said);
        assertEquals("9", b.last(Notice.Resolved.class).id());
    }

    @Test
    void clientsAreBounded() {
        for (int i = 0; i < 63; i++) {
            rig.attach("client " + i, Streams.ALL, null);
        }
        AgentException refusal =
                assertThrows(AgentException.class, () -> rig.attach("one too many", Streams.ALL, null));
        assertEquals(Code.LIMIT_REACHED, refusal.code());
    }

    @Test
    void aClientThatIsLongGoneHoldsNothingBack() {
        FakeWire gone = rig.attach("gone", Streams.ALL, 0L);
        FakeWire here = rig.attach("here", Streams.ALL, 0L);
        gone.cut();
        rig.sayNotes(5);
        rig.connection.acknowledged("here", Streams.ALL, 6);
        assertEquals(6, rig.journal.size());
        rig.advance(Duration.ofSeconds(302));
        rig.sayNotes(1);
        rig.connection.acknowledged("here", Streams.ALL, 7);
        assertNull(here.closed());
        assertEquals(0, rig.journal.size());
    }

    // ---- sessions

    @Test
    void theStreamOfAClosedSessionEndsBehindTheAnswer() {
        knowSession("s");
        FakeWire session = rig.attach(S);
        FakeWire connection = rig.attach(Streams.CONNECTION);
        rig.post(Rpc.request("1", "session/close", "s"));
        rig.agent.say(Rpc.result("1"));
        rig.pump();
        assertEquals(Rpc.result("1").text(), session.texts().get(1));
        assertEquals(Code.NORMAL, session.closed().code());
        assertNull(connection.closed());
    }

    @Test
    void aClosedSessionLeavesNothing() {
        knowSession("s");
        rig.attach("a", Streams.ALL, 0L);
        rig.attach("a", S, 0L);
        rig.post(Rpc.request("1", "session/prompt", "s"));
        rig.post(Rpc.request("2", "session/close", "s"));
        rig.agent.say(Rpc.result("2"));
        FakeWire wire = rig.attach("b", Streams.CONNECTION, null);
        rig.advance(Duration.ofSeconds(63));
        assertEquals(2, rig.journal.size(), "the answer to initialize, and the error below");
        assertTrue(
                wire.texts().get(1).startsWith("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\""),
                wire.texts().get(1));
        assertEquals(2, wire.events.size());
    }

    @Test
    void aProvisionalStreamEndsWhenItsSessionDoesNotCome() {
        FakeWire provisional = rig.attach(S);
        rig.advance(Duration.ofSeconds(59));
        assertNull(provisional.closed());
        rig.advance(Duration.ofSeconds(3));
        assertEquals(Code.SESSION_UNKNOWN, provisional.closed().code());
        assertNull(rig.agent.askedToEnd);
    }

    @Test
    void aProvisionalStreamWaitsForASessionThatIsBeingLoaded() {
        FakeWire provisional = rig.attach(S);
        rig.post(Rpc.request("1", "session/load", "s"));
        rig.advance(Duration.ofMinutes(3));
        assertNull(provisional.closed());
        rig.agent.say(Rpc.update("s", 1));
        rig.agent.say(Rpc.result("1"));
        rig.advance(Duration.ofMinutes(3));
        assertNull(provisional.closed());
        assertEquals(1, provisional.events.size());
    }

    @Test
    void provisionalStreamsAreBounded() {
        List<FakeWire> open = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            open.add(rig.attach(Streams.session("s" + i)));
        }
        AgentException refusal = assertThrows(AgentException.class, () -> rig.attach(Streams.session("s16")));
        assertEquals(Code.LIMIT_REACHED, refusal.code());
        knowSession("s0");
        open.add(rig.attach(Streams.session("s16")));
        assertEquals(17, open.size());
    }

    @Test
    void anIdleSessionIsForgottenAndWhatNobodyReadIsNot() {
        knowSession("idle");
        knowSession("unread");
        rig.attach("a", Streams.CONNECTION, null);
        rig.attach("a", Streams.session("idle"), null).cut();
        assertEquals(3, rig.journal.size());
        rig.advance(Duration.ofMinutes(7));
        assertEquals(2, rig.journal.size());
        assertEquals(1, rig.attach(Streams.session("unread")).events.size());
    }
}
