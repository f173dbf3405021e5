// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReaderTest {
    private final Rig rig = Rig.live("limits.journal-events", "2000");

    private static List<Long> from(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void deliversWhatIsThereAndWhatComes() {
        rig.sayNotes(3);
        FakeWire wire = rig.attach(Streams.ALL);
        assertEquals(from(2, 4), wire.sequences());
        rig.sayNotes(2);
        assertEquals(from(2, 6), wire.sequences());
    }

    @Test
    void aSlowWireGetsFewerAndLargerBatches() {
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        rig.sayNotes(699);
        assertEquals(List.of(1), wire.batches.subList(0, 1), "the first message goes at once");
        wire.take();
        rig.pump();
        wire.take();
        rig.pump();
        wire.take();
        rig.pump();
        assertEquals(List.of(1, 256, 256, 187), wire.batches);
        assertEquals(from(2, 701), wire.sequences());
    }

    @Test
    void aBatchIsBoundedInBytes() {
        for (int i = 0; i < 3; i++) {
            rig.agent.say(Rpc.sized(40 << 10));
        }
        rig.agent.say(Rpc.sized(100 << 10));
        FakeWire wire = rig.attach(Streams.ALL);
        assertEquals(List.of(1, 1, 1, 1), wire.batches);
    }

    @Test
    void aBatchCannotBeChanged() {
        rig.sayNotes(1);
        FakeWire wire = rig.attach(Streams.ALL);
        assertThrows(UnsupportedOperationException.class, wire.lastBatch::clear);
    }

    @Test
    void asksNothingOfAWireThatFailed() {
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        rig.sayNotes(1);
        wire.cut();
        rig.sayNotes(1);
        assertEquals(from(2, 2), wire.sequences());
        assertEquals(0, rig.delivery.waiting());
    }

    @Test
    void cutsAWireThatThrows() {
        rig.sayNotes(1);
        CompletableFuture<CloseReason> closed = new CompletableFuture<>();
        Wire broken = new Wire() {
            @Override
            public dev.fairlead.api.Peer peer() {
                return Rig.PEER;
            }

            @Override
            public CompletionStage<Void> write(List<Event> batch) {
                throw new IllegalStateException("broken");
            }

            @Override
            public CompletionStage<Void> tell(Notice notice) {
                throw new IllegalStateException("broken");
            }

            @Override
            public void close(CloseReason reason) {
                closed.complete(reason);
            }
        };
        rig.connection.attach(new AttachRequest(Rig.PEER, null, null, Streams.ALL, null, true, false), broken);
        rig.pump();
        assertEquals(CloseReason.LINK_LOST, closed.getNow(null));
    }

    @Test
    void wakesAreNotLostWhileABatchIsUnderWay() {
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        rig.sayNotes(1);
        rig.sayNotes(1);
        assertEquals(from(2, 2), wire.sequences());
        wire.take();
        rig.pump();
        assertEquals(from(2, 4), wire.sequences());
    }

    @Test
    void aBusyReaderLetsOthersRun() {
        rig.attach("a", Streams.ALL, 0L);
        for (int i = 0; i < 40; i++) {
            rig.agent.say(Rpc.sized(60 << 10));
        }
        FakeWire other = rig.attach("b", Streams.ALL, 0L);
        assertEquals(from(1, 41), other.sequences());
    }

    @Test
    void saysWhenAReplayHasCaughtUpAndOnlyThen() {
        rig.sayNotes(3);
        FakeWire plain = rig.attach(Streams.ALL);
        assertEquals(0, plain.count(Notice.CaughtUp.class));
        FakeWire resumed = rig.attach("a", Streams.ALL, 2L);
        assertEquals(from(3, 4), resumed.sequences());
        assertEquals(4, resumed.last(Notice.CaughtUp.class).sequence());
        rig.sayNotes(1);
        assertEquals(1, resumed.count(Notice.CaughtUp.class));
        assertEquals("caught-up", resumed.said.get(2));
    }

    @Test
    void tellsAHeartbeatOnlyWhenNothingElseWasWritten() {
        FakeWire wire = rig.attach(Streams.ALL);
        for (int second = 0; second < 40; second++) {
            rig.advance(Duration.ofSeconds(1));
            rig.sayNotes(1);
        }
        assertEquals(0, wire.count(Notice.Heartbeat.class));
        rig.advance(Duration.ofSeconds(14));
        assertEquals(0, wire.count(Notice.Heartbeat.class));
        rig.advance(Duration.ofSeconds(2));
        assertEquals(1, wire.count(Notice.Heartbeat.class));
        rig.advance(Duration.ofSeconds(15));
        assertEquals(2, wire.count(Notice.Heartbeat.class));
    }

    @Test
    void aHeartbeatThatWasDueIsNotToldBehindAnEvent() {
        FakeWire wire = rig.attach(Streams.ALL);
        rig.timers.advance(Duration.ofSeconds(16));
        rig.agent.say(Rpc.note(1));
        rig.pump();
        assertEquals(0, wire.count(Notice.Heartbeat.class));
        assertEquals(1, wire.events.size());
    }

    @Test
    void noHeartbeatGoesToAWireThatIsWriting() {
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        rig.advance(Duration.ofSeconds(20));
        assertEquals(0, wire.count(Notice.Heartbeat.class));
    }

    @Test
    void cutsAWireThatTakesNoBytes() {
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(1);
        rig.advance(Duration.ofSeconds(30));
        assertNull(wire.closed());
        rig.advance(Duration.ofSeconds(2));
        assertEquals(Code.STALLED, wire.closed().code());
    }

    @Test
    void aLargeMessageHasAsMuchTimeAsItsBytesInBatches() {
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.agent.say(Rpc.sized(150 << 10));
        rig.pump();
        rig.advance(Duration.ofSeconds(90));
        assertNull(wire.closed());
        rig.advance(Duration.ofSeconds(2));
        assertEquals(Code.STALLED, wire.closed().code());
    }

    @Test
    void aSlowWireThatGoesOnTakingIsNotCut() {
        FakeWire wire = rig.attach(null, Streams.ALL, null, new FakeWire().slow());
        rig.sayNotes(9);
        for (int i = 0; i < 5; i++) {
            rig.advance(Duration.ofSeconds(25));
            wire.take();
            rig.sayNotes(1);
        }
        assertNull(wire.closed());
    }

    @Test
    void cutsAPeerThatSpokeAndFellSilent() {
        FakeWire quiet = rig.attach("a", Streams.ALL, 0L);
        FakeWire spoke = rig.attach("b", Streams.ALL, 0L);
        spoke.listener().onAlive();
        rig.advance(Duration.ofSeconds(40));
        assertNull(spoke.closed());
        rig.advance(Duration.ofSeconds(2));
        assertEquals(Code.LINK_LOST, spoke.closed().code());
        assertNull(quiet.closed(), "who never speaks is not expected to");
    }

    @Test
    void anythingThatIsHeardKeepsAWire() {
        FakeWire wire = rig.attach("a", Streams.ALL, 0L);
        for (int i = 0; i < 3; i++) {
            wire.listener().onAlive();
            rig.advance(Duration.ofSeconds(35));
            wire.listener().onAcknowledged(1);
            rig.advance(Duration.ofSeconds(35));
            wire.send(i + 1, Rpc.note(i).text());
            rig.advance(Duration.ofSeconds(35));
        }
        assertNull(wire.closed());
        assertFalse(wire.isWriting());
    }

    @Test
    void aWireThatIsGoneIsForgotten() {
        FakeWire wire = rig.attach(Streams.ALL);
        wire.cut();
        rig.sayNotes(1);
        rig.advance(Duration.ofSeconds(60));
        assertTrue(wire.events.isEmpty());
        assertEquals(0, wire.notices.size());
    }
}
