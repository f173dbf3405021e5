// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryJournalTest {
    private static final int MOST_EVENTS = 16;
    private static final long MOST_BYTES = 1000;
    private static final Streams S1 = Streams.session("s1");
    private static final Streams S2 = Streams.session("s2");

    private final JournalBudget budget = new JournalBudget(10_000, 50);
    private final MemoryJournal journal = new MemoryJournal(MOST_EVENTS, MOST_BYTES, budget);

    private void append(String stream, int count) {
        for (int i = 0; i < count; i++) {
            journal.append(stream, Rpc.sized(60));
        }
    }

    private List<Long> read(Streams streams, long after) {
        return journal.read(streams, after, 256, 64 << 10).stream()
                .map(Event::sequence)
                .toList();
    }

    private long missed(Streams streams, long after) {
        return journal.missed(streams, after, stream -> 0);
    }

    @Test
    void numbersEventsFromOneAcrossAllStreams() {
        assertEquals(0, journal.last());
        assertEquals(1, journal.append(null, Rpc.note(1)).sequence());
        assertEquals(2, journal.append("s1", Rpc.note(2)).sequence());
        assertEquals(3, journal.append(null, Rpc.note(3)).sequence());
        assertEquals(3, journal.last());
        assertEquals(List.of(1L, 3L), read(Streams.CONNECTION, 0));
        assertEquals(List.of(2L), read(S1, 0));
        assertEquals(List.of(1L, 2L, 3L), read(Streams.ALL, 0));
        assertEquals(List.of(), read(S2, 0));
    }

    @Test
    void givesEveryReaderTheSameMessage() {
        Message message = Rpc.note(1);
        journal.append("s1", message);
        assertSame(message, journal.read(S1, 0, 1, 1).get(0).message());
        assertSame(message, journal.read(Streams.ALL, 0, 1, 1).get(0).message());
    }

    @Test
    void readsBehindACursorWithinTheBounds() {
        append(null, 10);
        assertEquals(
                List.of(4L, 5L),
                journal.read(Streams.ALL, 3, 2, 10_000).stream()
                        .map(Event::sequence)
                        .toList());
        assertEquals(
                List.of(4L, 5L, 6L),
                journal.read(Streams.ALL, 3, 9, 180).stream()
                        .map(Event::sequence)
                        .toList());
        assertEquals(
                List.of(4L, 5L),
                journal.read(Streams.ALL, 3, 9, 179).stream()
                        .map(Event::sequence)
                        .toList());
        assertEquals(
                List.of(4L),
                journal.read(Streams.ALL, 3, 9, 1).stream().map(Event::sequence).toList());
        assertEquals(List.of(), read(Streams.ALL, 10));
        assertEquals(List.of(), read(Streams.ALL, 99));
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 200})
    void isFullWhenHalfOfTheEventsOrBytesAreUndelivered(int size) {
        int most = Math.min(MOST_EVENTS / 2, (int) Math.ceil(MOST_BYTES / 2 / (double) size));
        for (int i = 1; i <= most; i++) {
            assertFalse(journal.isFull(), "before event " + i);
            journal.append(null, Rpc.sized(size));
        }
        assertTrue(journal.isFull());
        journal.delivered(Streams.ALL, 1);
        assertFalse(journal.isFull());
    }

    @Test
    void neverForgetsWhatIsUndelivered() {
        append(null, 3 * MOST_EVENTS);
        assertEquals(3 * MOST_EVENTS, journal.size());
        journal.acknowledged(Streams.ALL, journal.last());
        journal.shed();
        assertEquals(3 * MOST_EVENTS, journal.size());
        assertEquals(0, missed(Streams.ALL, 0));
    }

    @Test
    void keepsWhatIsDeliveredUpToTheLimitAndForgetsTheOldestFirst() {
        append(null, MOST_EVENTS);
        journal.delivered(Streams.ALL, MOST_EVENTS);
        assertEquals(MOST_EVENTS, journal.size());
        append(null, 1);
        int kept = journal.size();
        assertEquals(MOST_EVENTS - MOST_EVENTS / 8, kept);
        long oldest = journal.last() - kept + 1;
        assertEquals(oldest, read(Streams.ALL, 0).get(0));
        assertEquals(oldest - 1, missed(Streams.ALL, 0));
        assertEquals(oldest - 1, missed(Streams.ALL, oldest - 2));
        assertEquals(oldest, missed(Streams.ALL, oldest));
    }

    @Test
    void forgetsTheOldestOfAllStreamsFirst() {
        append("s1", 2);
        append(null, 7);
        append("s2", 7);
        journal.delivered(Streams.ALL, journal.last());
        append(null, 1);
        assertEquals(List.of(), read(S1, 0));
        assertEquals(2, missed(S1, 0));
        assertEquals(3, missed(Streams.CONNECTION, 0));
        assertEquals(0, missed(S2, 0));
    }

    @Test
    void forgetsAroundAStreamThatNobodyReads() {
        append("s1", 3);
        append(null, 13);
        journal.delivered(Streams.CONNECTION, journal.last());
        append(null, 1);
        assertEquals(List.of(1L, 2L, 3L), read(S1, 0));
        assertEquals(0, missed(S1, 0));
        assertTrue(missed(Streams.CONNECTION, 0) > 0);
    }

    @Test
    void forgetsByBytesToo() {
        journal.append(null, Rpc.sized(900));
        journal.delivered(Streams.ALL, 1);
        journal.append(null, Rpc.sized(200));
        assertEquals(1, journal.size());
        assertEquals(200, journal.bytes());
    }

    @Test
    void forgetsWhatIsAcknowledgedAndDeliveredOnThoseStreamsAlone() {
        append(null, 2);
        append("s1", 2);
        journal.delivered(Streams.CONNECTION, 1);
        journal.delivered(S1, 4);
        journal.acknowledged(Streams.CONNECTION, 4);
        assertEquals(List.of(2L, 3L, 4L), read(Streams.ALL, 0));
        journal.acknowledged(Streams.ALL, 3);
        assertEquals(List.of(2L, 4L), read(Streams.ALL, 0));
    }

    @Test
    void knowsWhereUndeliveredEventsBegin() {
        assertEquals(0, journal.undeliveredAfter(Streams.ALL));
        append(null, 1);
        append("s1", 2);
        assertEquals(0, journal.undeliveredAfter(Streams.ALL));
        assertEquals(1, journal.undeliveredAfter(S1));
        journal.delivered(Streams.CONNECTION, 3);
        assertEquals(1, journal.undeliveredAfter(Streams.ALL));
        assertEquals(3, journal.undeliveredAfter(Streams.CONNECTION));
        assertFalse(journal.hasUndelivered(Streams.CONNECTION));
        assertTrue(journal.hasUndelivered(Streams.ALL));
        journal.delivered(S1, 2);
        assertEquals(2, journal.undeliveredAfter(S1));
    }

    @Test
    void leavesOutOfAGapTheStreamsThatSomebodyHas() {
        append(null, 3);
        append("s1", 3);
        journal.delivered(Streams.ALL, 6);
        journal.acknowledged(Streams.CONNECTION, 3);
        assertEquals(3, journal.missed(Streams.ALL, 0, stream -> 0));
        assertEquals(0, journal.missed(Streams.ALL, 0, stream -> stream.equals(Streams.CONNECTION) ? 3 : 0));
        assertEquals(3, journal.missed(Streams.ALL, 0, stream -> stream.equals(Streams.CONNECTION) ? 2 : 0));
    }

    @Test
    void aDroppedSessionLeavesAGapForThoseWhoReadAll() {
        append(null, 1);
        append("s1", 2);
        append(null, 1);
        journal.drop("s1");
        assertEquals(List.of(1L, 4L), read(Streams.ALL, 0));
        assertEquals(3, missed(Streams.ALL, 1));
        assertEquals(1, missed(Streams.CONNECTION, 1));
        assertEquals(2, journal.size());
        journal.drop("never there");
    }

    @Test
    void aBudgetThatIsUsedUpCostsTheDeliveredAndPausesWhoHasMoreThanItsShare() {
        MemoryJournal other = new MemoryJournal(MOST_EVENTS, 10_000, budget);
        other.append(null, Rpc.sized(4900));
        other.delivered(Streams.ALL, 1);
        append(null, 1);
        assertFalse(journal.isFull());
        append(null, 1);
        assertTrue(budget.isShort());
        assertTrue(journal.isFull());
        assertFalse(other.isFull(), "it has nothing undelivered to wait for");
        other.append(null, Rpc.sized(60));
        assertEquals(1, other.size(), "it has made room");
        assertFalse(journal.isFull());
    }

    @Test
    void whoHasItsShareWaitsForNobody() {
        MemoryJournal greedy = new MemoryJournal(MOST_EVENTS, 10_000, budget);
        greedy.append(null, Rpc.sized(6000));
        append(null, 1);
        assertTrue(greedy.isFull());
        assertFalse(journal.isFull(), "60 bytes of the 100 that it may always have");
        journal.delivered(Streams.ALL, 1);
        journal.shed();
        assertEquals(1, journal.size());
    }

    @Test
    void shedsNothingWhileThereIsRoomForAll() {
        append(null, 5);
        journal.delivered(Streams.ALL, 5);
        journal.shed();
        assertEquals(5, journal.size());
    }

    @Test
    void givesTheWholeBudgetBack() {
        append(null, 5);
        append("s1", 5);
        journal.delivered(Streams.CONNECTION, 3);
        assertEquals(600, budget.used());
        assertEquals(600, journal.bytes());
        journal.drop("s1");
        assertEquals(300, budget.used());
        journal.clear();
        assertEquals(0, budget.used());
        assertEquals(0, journal.bytes());
        assertEquals(0, journal.size());
        assertEquals(10, journal.last());
        assertFalse(journal.isFull());
    }
}
