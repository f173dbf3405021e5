// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A newer wire takes over from an older one: wire.md 1 and 2.1. */
class SupersedingTest {
    private static final Streams S = Streams.session("s");

    private final Rig rig = Rig.live("limits.journal-events", "32");

    private static List<Long> from(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void aNewerWireOfTheSameStreamSupersedesTheOlder() {
        FakeWire older = rig.attach(Streams.CONNECTION);
        FakeWire newer = rig.attach(Streams.CONNECTION);
        assertEquals(CloseReason.SUPERSEDED, older.closed());
        assertEquals("end", older.said.get(0));
        rig.sayNotes(1);
        assertEquals(1, newer.events.size());
        assertNull(newer.closed());
    }

    @Test
    void aWireOfAnEndedSessionDoesNotSayAgainWhatTheNewerReads() {
        rig.post(Rpc.request("1", "session/new"));
        rig.agent.say(Rpc.session("1", "s"));
        FakeWire older = rig.attach("a", S, null, new FakeWire().slow());
        rig.agent.say(Rpc.update("s", 1));
        rig.pump();
        rig.agent.say(Rpc.update("s", 2));
        rig.post(Rpc.request("2", "session/close", "s"));
        rig.agent.say(Rpc.result("2"));
        FakeWire newer = rig.attach("a", Streams.ALL, null);
        older.take();
        rig.pump();
        assertEquals(1, older.events.size());
        assertTrue(newer.texts().contains(Rpc.update("s", 2).text()));
    }

    @Test
    void aHalfOpenWireCannotHoldWhatTheNewerReads() {
        FakeWire halfOpen = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(2);
        FakeWire newer = rig.attach(null, Streams.ALL, 1L);
        assertEquals(from(2, 3), newer.sequences());
        rig.advance(Duration.ofSeconds(4));
        assertEquals(Code.STALLED, halfOpen.closed().code());
        assertNull(newer.closed());
    }

    @Test
    void whoComesWithoutACursorWaitsUntilTheOlderWireHasTakenWhatIsOnItsWay() {
        FakeWire older = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        rig.sayNotes(1);
        FakeWire newer = rig.attach(Streams.ALL);
        assertEquals(List.of(), newer.said);
        older.take();
        rig.pump();
        assertEquals(from(2, 2), older.sequences());
        assertEquals(from(3, 3), newer.sequences());
        older.take();
        assertEquals(CloseReason.SUPERSEDED, older.closed());
    }

    @Test
    void whatWasOnItsWayOnAnOlderWireThatBreaksComesOnTheNewer() {
        FakeWire older = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        FakeWire newer = rig.attach(Streams.ALL);
        older.cut();
        rig.pump();
        assertEquals(from(2, 2), newer.sequences());
    }

    @Test
    void whatWasOnItsWayOnAHalfOpenWireComesOnTheNewerWithinThreeSeconds() {
        FakeWire halfOpen = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        FakeWire newer = rig.attach(Streams.ALL);
        rig.advance(Duration.ofSeconds(2));
        assertNull(halfOpen.closed());
        assertEquals(List.of(), newer.sequences());
        rig.advance(Duration.ofSeconds(1));
        assertEquals(Code.STALLED, halfOpen.closed().code());
        assertEquals(from(2, 2), newer.sequences());
    }

    @Test
    void theNewestOfManyDoesNotWaitForThoseThatNeverBegan() {
        FakeWire halfOpen = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        FakeWire second = rig.attach(Streams.CONNECTION);
        FakeWire third = rig.attach(Streams.ALL);
        assertEquals(CloseReason.SUPERSEDED, second.closed());
        halfOpen.cut();
        rig.pump();
        assertEquals(from(2, 2), third.sequences());
    }

    @Test
    void otherClientsAndStreamsDoNotWait() {
        rig.agent.say(Rpc.update("s", 0));
        rig.pump();
        FakeWire slow = rig.attach("a", S, null, new FakeWire().slow());
        assertEquals(from(2, 2), slow.sequences());
        rig.sayNotes(1);
        assertEquals(List.of(1L, 3L), rig.attach("a", Streams.CONNECTION, null).sequences());
        assertEquals(from(1, 3), rig.attach("b", Streams.ALL, null).sequences());
    }

    @Test
    void theEndOfTheConnectionComesBehindWhatIsHandedOver() {
        FakeWire halfOpen = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        FakeWire newer = rig.attach(Streams.ALL);
        rig.connection.end(FakeAgent.EXITED);
        rig.advance(Duration.ofSeconds(3));
        assertEquals(Code.STALLED, halfOpen.closed().code());
        assertEquals(List.of(Rpc.note(1).text(), "end"), newer.said);
        assertTrue(rig.connection.ended().toCompletableFuture().isDone());
    }

    @Test
    void wiresOfDifferentStreamsOrClientsStandSideBySide() {
        FakeWire connection = rig.attach(Streams.CONNECTION);
        FakeWire session = rig.attach(S);
        FakeWire other = rig.attach("b", Streams.ALL, null);
        assertNull(connection.closed());
        assertNull(session.closed());
        FakeWire all = rig.attach(Streams.ALL);
        assertEquals(Code.SUPERSEDED, connection.closed().code());
        assertEquals(Code.SUPERSEDED, session.closed().code());
        assertNull(other.closed());
        rig.attach(S);
        assertEquals(Code.SUPERSEDED, all.closed().code());
    }
}
