// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** One transport leaves while connections live. */
class DismissalTest {
    private final Rig rig = Rig.live();

    private FakeWire attach(String transport, String client, boolean lasting, FakeWire wire) {
        Peer peer = new Peer(transport, "nowhere", Peer.ANONYMOUS);
        return rig.attach(new AttachRequest(peer, rig.connection.id(), client, Streams.ALL, 1L, lasting, false), wire);
    }

    private CompletableFuture<Void> dismiss(String transport) {
        CompletableFuture<Void> gone = rig.connection.dismiss(transport, CloseReason.SHUTDOWN);
        rig.pump();
        return gone;
    }

    @Test
    void itsWiresAreToldTheEndAndTheConnectionGoesOnByAnother() {
        FakeWire leaves = attach("sse", "a", true, new FakeWire());
        FakeWire stays = attach("websocket", "b", true, new FakeWire());
        assertTrue(dismiss("sse").isDone());
        assertEquals(List.of("caught-up", "end"), leaves.said);
        assertEquals(CloseReason.SHUTDOWN, leaves.closed());
        assertNull(stays.closed());
        rig.sayNotes(1);
        assertEquals(List.of(2L), stays.sequences());
        assertEquals(List.of(2L), attach("websocket", "a", true, new FakeWire()).sequences());
    }

    @Test
    void aWireThatTakesNothingIsWaitedForUntilItIsCut() {
        FakeWire slow = attach("sse", "a", true, new FakeWire().slow());
        rig.sayNotes(1);
        CompletableFuture<Void> gone = dismiss("sse");
        assertFalse(gone.isDone());
        rig.advance(Duration.ofSeconds(7));
        assertEquals(CloseReason.SHUTDOWN, slow.closed());
        assertTrue(gone.isDone());
        assertNull(rig.agent.askedToEnd);
    }

    @Test
    void aWireThatItsConnectionDoesNotOutliveTakesItAlong() {
        FakeWire plain = attach("websocket", "a", false, new FakeWire());
        assertTrue(dismiss("websocket").isDone());
        assertEquals(CloseReason.SHUTDOWN, plain.closed());
        assertEquals(CloseReason.SHUTDOWN, rig.agent.askedToEnd);
    }
}
