// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WebSocketWireTest {
    private static final Peer PEER = new Peer("websocket", "127.0.0.1:50000", Peer.ANONYMOUS);
    private static final List<Event> BATCH = List.of(
            new Event(9, null, Message.of("{\"method\":\"a\"}")),
            new Event(Long.MAX_VALUE, "s", Message.of("{\"method\":\"é\"}")));
    private static final List<Notice> NOTICES = List.of(
            new Notice.Heartbeat(),
            new Notice.CaughtUp(4),
            new Notice.Acknowledged(3),
            new Notice.Resolved("\"r-1\""),
            new Notice.Gap(1, 2, "The journal holds 3 and later."),
            new Notice.End(CloseReason.NORMAL));

    private final FakeSocket socket = new FakeSocket();
    private final FakeRuntime runtime = new FakeRuntime();
    private final WebSocketWire plain = new WebSocketWire(PEER, socket, WebSocketProfile.PLAIN);
    private final WebSocketWire resumable = new WebSocketWire(PEER, socket, WebSocketProfile.RESUMABLE);

    @Test
    void aPlainBatchIsOneSendOfBareMessages() {
        plain.write(BATCH);

        assertEquals(1, socket.sends);
        assertEquals(List.of("{\"method\":\"a\"}", "{\"method\":\"é\"}"), socket.texts);
    }

    @Test
    void aResumableBatchHasTheSequencesInFront() {
        resumable.write(BATCH);

        assertEquals(1, socket.sends);
        assertEquals(List.of("9 {\"method\":\"a\"}", "9223372036854775807 {\"method\":\"é\"}"), socket.texts);
    }

    @Test
    void thePlainProfilePingsAndTellsALossAndNothingElse() {
        NOTICES.forEach(plain::tell);

        assertEquals(1, socket.pings);
        assertEquals(List.of(new Notice.Gap(1, 2, "The journal holds 3 and later.").json()), socket.texts);
    }

    @Test
    void theResumableProfileTellsEachNotice() {
        NOTICES.forEach(resumable::tell);

        assertEquals(0, socket.pings);
        assertEquals(NOTICES.stream().map(Notice::json).toList(), socket.texts);
    }

    @Test
    void aWriteCompletesWhenTheSocketHasTakenIt() { // [5.2]
        socket.slow();
        CompletableFuture<Void> write = plain.write(BATCH).toCompletableFuture();
        assertFalse(write.isDone());

        socket.drain();
        assertTrue(write.isDone());
    }

    @Test
    void closeSaysWhy() { // [6.7]
        plain.close(new CloseReason(Code.AGENT_EXITED, "The agent ended."));

        assertEquals(new FakeSocket.Close(1011, "The agent ended."), socket.closing.getNow(null));
    }

    @Test
    void onlyTheFirstCloseCounts() { // [6.3]
        plain.close(CloseReason.SHUTDOWN);
        plain.close(CloseReason.NORMAL); // the socket refuses a second one

        assertEquals(1001, socket.closing.getNow(null).code());
    }

    @Test
    void theListenerHearsOurReasonOnce() { // [6.1]
        plain.start(runtime);
        plain.close(CloseReason.SUPERSEDED);
        assertEquals(List.of(), runtime.closed);

        plain.onClosed(1000);
        assertEquals(List.of(CloseReason.SUPERSEDED), runtime.closed);
    }

    @Test
    void theListenerHearsThePeersReason() {
        plain.start(runtime);
        plain.onClosed(1006);
        plain.close(CloseReason.NORMAL);

        assertEquals(List.of(CloseReason.LINK_LOST), runtime.closed);
    }

    @Test
    void anEndDuringTheStartIsHeardAfterIt() {
        runtime.duringStart = () -> plain.onClosed(1000);
        plain.start(runtime);

        assertEquals(List.of(CloseReason.NORMAL), runtime.closed);
    }
}
