// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What a kernel took is not what a client has: of a client that acknowledges only its word counts (wire.md 2.1, ADR 15). */
class AcknowledgementTest {
    private Rig rig = Rig.live("limits.journal-events", "32");

    private static List<Long> from(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    /** Lets the agent speak, and readers read, until it is paused; returns the stage that it waits for. */
    private CompletionStage<Void> sayUntilPaused() {
        CompletionStage<Void> next = rig.agent.say(Rpc.note(0));
        for (int i = 0; isDone(next) && i < 1000; i++) {
            rig.pump();
            next = rig.agent.say(Rpc.note(i));
        }
        rig.pump();
        assertFalse(isDone(next), "the agent is never paused");
        return next;
    }

    @Test
    void theAgentWaitsForTheWordOfAClientThatAcknowledges() {
        FakeWire wire = rig.attachAcknowledging("a", 1L);
        CompletionStage<Void> next = sayUntilPaused();
        assertEquals(from(2, 17), wire.sequences(), "the wire has taken them all");
        wire.listener().onAcknowledged(2);
        assertTrue(isDone(next));
    }

    @Test
    void whatWasUnderWayWhenTheLinkBrokeIsStillThere() {
        FakeWire wire = rig.attachAcknowledging("a", 1L);
        for (int turn = 1; turn <= 10; turn++) {
            CompletionStage<Void> next = sayUntilPaused();
            wire.listener().onAcknowledged(rig.journal.last() - 10);
            assertTrue(isDone(next));
        }
        long has = rig.journal.last() - 10;
        wire.cut();
        FakeWire again = rig.attachAcknowledging("a", has);
        assertEquals(0, again.count(Notice.Gap.class));
        assertEquals(from(has + 1, rig.journal.last()), again.sequences());
    }

    @Test
    void aPlainClientHasWhatItsWireTook() {
        FakeWire wire = rig.attach(Streams.ALL);
        rig.sayNotes(20);
        rig.sayNotes(20);
        assertEquals(from(2, 41), wire.sequences());
        assertFalse(rig.journal.isFull());
    }

    @Test
    void aPlainStreamIsWaitedForFromTheFirstAcknowledgementByPostOn() {
        FakeWire wire = rig.attach("a", Streams.ALL, 1L);
        rig.sayNotes(15);
        rig.sayNotes(15);
        rig.connection.acknowledged("a", Streams.ALL, 20);
        CompletionStage<Void> next = sayUntilPaused();
        assertEquals(from(2, 31 + 16), wire.sequences());
        rig.connection.acknowledged("a", Streams.ALL, 40);
        assertTrue(isDone(next));
    }

    @Test
    void aPromiseForOneStreamSaysNothingOfTheOthers() {
        rig.connection.acknowledged("a", Streams.CONNECTION, 1);
        rig.attach("a", Streams.CONNECTION, 1L);
        rig.attach("a", Streams.session("s"), 0L);
        for (int i = 0; i < 40; i++) {
            rig.agent.say(Rpc.update("s", i));
            rig.pump();
        }
        assertFalse(rig.journal.isFull());
        sayUntilPaused();
    }

    @Test
    void whoDoesNotAcknowledgeDoesNotHoldTheOthers() {
        FakeWire silent = rig.attachAcknowledging("silent", 1L);
        FakeWire eager = rig.attachAcknowledging("eager", 1L);
        for (int turn = 1; turn <= 10; turn++) {
            sayUntilPaused();
            eager.listener().onAcknowledged(rig.journal.last());
        }
        FakeWire plain = rig.attach("plain", Streams.ALL, rig.journal.last());
        eager.cut();
        rig.sayNotes(40);
        assertFalse(rig.journal.isFull());
        assertEquals(
                silent.sequences().get(silent.events.size() - 1),
                plain.sequences().get(39));
    }

    @Test
    void whoLetsTheAgentWaitForAnAcknowledgementIsCutAndMayComeBack() {
        FakeWire mute = rig.attachAcknowledging("a", 1L);
        CompletionStage<Void> next = sayUntilPaused();
        rig.advance(Duration.ofSeconds(29));
        assertNull(mute.closed());
        rig.advance(Duration.ofSeconds(4));
        assertEquals(Code.STALLED, mute.closed().code());
        assertFalse(isDone(next));
        FakeWire again = rig.attachAcknowledging("a", 9L);
        assertTrue(isDone(next), "a cursor acknowledges");
        assertEquals(from(10, 17), again.sequences());
    }

    @Test
    void whoOwesNoAcknowledgementIsNotCutWhenTheAgentWaitsForOthers() {
        FakeWire wire = rig.attach("a", Streams.CONNECTION, 1L);
        rig.sayNotes(3);
        rig.connection.acknowledged("a", Streams.CONNECTION, 4);
        for (int i = 0; i < 16; i++) {
            rig.agent.say(Rpc.update("s", i));
        }
        assertTrue(rig.journal.isFull());
        rig.advance(Duration.ofMinutes(3));
        assertNull(wire.closed());
    }

    @Test
    void aMessageLargerThanTheWholeJournalPasses() {
        rig = Rig.live("limits.journal-bytes", "1 KiB");
        FakeWire wire = rig.attachAcknowledging("a", 1L);
        for (int i = 2; i < 6; i++) {
            CompletionStage<Void> next = rig.agent.say(Rpc.sized(5000));
            rig.pump();
            assertFalse(isDone(next));
            wire.listener().onAcknowledged(i);
            assertTrue(isDone(next));
        }
        assertEquals(from(2, 5), wire.sequences());
    }

    @Test
    void aBudgetUsedUpByOthersSlowsAClientThatAcknowledgesAndDoesNotStopIt() {
        rig = Rig.live("limits.all-journals-bytes", "1 KiB", "limits.connections", "1000");
        FakeWire wire = rig.attachAcknowledging("a", 1L);
        rig.budget.add(rig.limits.allJournalsBytes());
        for (int i = 2; i < 10; i++) {
            CompletionStage<Void> next = rig.agent.say(Rpc.note(i));
            rig.pump();
            assertFalse(isDone(next));
            wire.listener().onAcknowledged(i);
            assertTrue(isDone(next));
        }
        assertEquals(0, rig.journal.size());
    }

    @Test
    void whoAcknowledgesAndComesWithoutACursorBeginsBehindWhatItAcknowledged() {
        FakeWire wire = rig.attachAcknowledging("a", null);
        rig.sayNotes(5);
        wire.listener().onAcknowledged(3);
        wire.cut();
        assertEquals(from(4, 6), rig.attachAcknowledging("a", null).sequences());
    }

    @Test
    void theAnswerToInitializeCountsAsAcknowledged() {
        rig.sayNotes(1);
        assertEquals(from(2, 2), rig.attachAcknowledging(null, null).sequences());
    }

    @Test
    void whoComesWithoutACursorGoesOnBehindWhatAWireTookEvenIfNobodyAcknowledgedIt() {
        rig.attachAcknowledging(null, 1L);
        rig.sayNotes(3);
        rig.attach("named", Streams.ALL, null).cut();
        FakeWire unnamed = rig.attach(Streams.ALL);
        rig.sayNotes(1);
        assertEquals(from(5, 5), unnamed.sequences());
    }
}
