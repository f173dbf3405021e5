// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Peer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenWiresTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final OpenWires<Kept> wires = new OpenWires<>();
    private final CompletableFuture<Kept> forced = new CompletableFuture<>();

    private static final class Kept implements Wire {
        private final List<CloseReason> closed = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> gone = new CompletableFuture<>();

        @Override
        public Peer peer() {
            return new Peer("test", "here", Peer.ANONYMOUS);
        }

        @Override
        public CompletionStage<Void> write(List<Event> batch) {
            return gone;
        }

        @Override
        public CompletionStage<Void> tell(Notice notice) {
            return gone;
        }

        @Override
        public void close(CloseReason reason) {
            closed.add(reason);
        }
    }

    private Kept keep() {
        Kept wire = new Kept();
        wires.keep(wire, wire.gone);
        return wire;
    }

    private CompletableFuture<Void> stop(Duration grace) {
        return wires.stop(grace, forced::complete).toCompletableFuture();
    }

    @Test
    void stopsAtOnceWithoutAWire() {
        assertFalse(wires.isStopped());
        assertTrue(stop(LONG).isDone());
        assertTrue(wires.isStopped());
    }

    @Test
    void isStoppedWhenTheLastWireIsGone() {
        Kept early = keep();
        Kept one = keep();
        Kept other = keep();
        early.gone.complete(null);
        CompletableFuture<Void> stopped = stop(LONG);
        assertEquals(List.of(), early.closed);
        assertEquals(List.of(CloseReason.SHUTDOWN), one.closed);
        assertEquals(List.of(CloseReason.SHUTDOWN), other.closed);
        one.gone.complete(null);
        assertFalse(stopped.isDone());
        other.gone.completeExceptionally(new IllegalStateException("however it went"));
        assertTrue(stopped.isDone());
        assertFalse(forced.isDone());
    }

    @Test
    void closesAWireThatComesAfterTheStopAndWaitsForIt() {
        Kept slow = keep();
        CompletableFuture<Void> stopped = stop(LONG);
        Kept late = keep();
        assertEquals(List.of(CloseReason.SHUTDOWN), late.closed);
        slow.gone.complete(null);
        assertFalse(stopped.isDone());
        late.gone.complete(null);
        assertTrue(stopped.isDone());
    }

    @Test
    void forcesAWireThatTakesTooLong() throws Exception {
        Kept stubborn = keep();
        CompletableFuture<Void> stopped = stop(Duration.ofMillis(1));
        assertSame(stubborn, forced.get(10, TimeUnit.SECONDS));
        assertFalse(stopped.isDone());
        stubborn.gone.complete(null);
        assertTrue(stopped.isDone());
    }

    @Test
    void stopsOnce() {
        Kept wire = keep();
        CompletableFuture<Void> first = stop(LONG);
        assertSame(first, stop(LONG));
        assertEquals(List.of(CloseReason.SHUTDOWN), wire.closed);
    }
}
