// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SseWireTest {
    private static final Peer PEER = new Peer("sse", "127.0.0.1:50000", Peer.ANONYMOUS);
    private static final List<Event> BATCH = List.of(
            new Event(1, null, Message.of("{\"method\":\"a\"}")), new Event(2, null, Message.of("{\"method\":\"b\"}")));

    private final FakeStream stream = new FakeStream();
    private final FakeRuntime runtime = new FakeRuntime();
    private final SseWire wire = new SseWire(PEER, stream, Duration.ofMinutes(1));

    @Test
    void aBatchIsOneWrite() {
        wire.write(BATCH);

        assertEquals(1, stream.writes);
        assertEquals(
                "id: 1\ndata: {\"method\":\"a\"}\n\nid: 2\ndata: {\"method\":\"b\"}\n\n", stream.written.toString());
    }

    @Test
    void aWriteCompletesWhenTheStreamHasTakenIt() { // [5.2]
        stream.slow();
        CompletableFuture<Void> write = wire.write(BATCH).toCompletableFuture();
        assertFalse(write.isDone());

        stream.drain();
        assertTrue(write.isDone());
    }

    @Test
    void aNoticeWithoutAFormCompletesAtOnceAndWritesNothing() {
        assertTrue(wire.tell(new Notice.Acknowledged(3)).toCompletableFuture().isDone());
        assertEquals(0, stream.writes);
    }

    @ParameterizedTest
    @EnumSource(
            names = {"LINK_LOST", "STALLED"},
            mode = EnumSource.Mode.EXCLUDE)
    void anEndOnPurposeEndsTheAnswerWell(Code code) {
        wire.start(runtime);
        CloseReason reason = new CloseReason(code, "Why.");
        wire.close(reason);

        assertEquals(FakeStream.End.WELL, stream.over.getNow(null));
        assertEquals(List.of(reason), runtime.closed);
    }

    @ParameterizedTest
    @EnumSource(names = {"LINK_LOST", "STALLED"})
    void aBrokenOrStalledLinkIsCutAtOnce(Code code) {
        wire.start(runtime);
        stream.slow();
        wire.write(BATCH);
        wire.close(new CloseReason(code, "Why."));

        assertEquals(FakeStream.End.CUT, stream.over.getNow(null));
        assertEquals(code, runtime.closed.get(0).code());
    }

    @Test
    void anEndWaitsForTheWriteUnderWay() { // [1.4]
        stream.slow();
        wire.write(BATCH);
        wire.close(CloseReason.NORMAL);
        assertFalse(stream.over.isDone());

        stream.drain();
        assertEquals(FakeStream.End.WELL, stream.over.getNow(null));
    }

    @Test
    void aWriteThatLingersAfterTheEndIsCutAndFails() {
        SseWire impatient = new SseWire(PEER, stream, Duration.ZERO);
        impatient.start(runtime);
        stream.slow();
        CompletableFuture<Void> write = impatient.write(BATCH).toCompletableFuture();
        impatient.close(CloseReason.NORMAL);

        assertThrows(ExecutionException.class, () -> write.get(10, TimeUnit.SECONDS));
        assertEquals(FakeStream.End.CUT, stream.over.getNow(null));
    }

    @Test
    void onlyTheFirstCloseCounts() { // [6.3]
        wire.start(runtime);
        stream.slow();
        wire.write(BATCH);
        wire.close(CloseReason.SUPERSEDED);
        wire.close(CloseReason.LINK_LOST);
        assertFalse(stream.over.isDone());

        stream.drain();
        assertEquals(FakeStream.End.WELL, stream.over.getNow(null));
        assertEquals(List.of(CloseReason.SUPERSEDED), runtime.closed);
    }

    @Test
    void aPeerThatGoesAwayIsALostLink() { // [6.1]
        wire.start(runtime);
        stream.lose();
        wire.close(CloseReason.NORMAL);

        assertEquals(List.of(CloseReason.LINK_LOST), runtime.closed);
    }

    @Test
    void aFailedWriteFailsItsStageAndOnClosedFollows() { // [6.6]
        wire.start(runtime);
        stream.slow();
        CompletableFuture<Void> write = wire.write(BATCH).toCompletableFuture();
        stream.lose();

        assertTrue(write.isCompletedExceptionally());
        assertEquals(List.of(CloseReason.LINK_LOST), runtime.closed);
    }

    @Test
    void anEndDuringTheStartIsHeardAfterIt() {
        runtime.duringStart = stream::lose;
        wire.start(runtime);

        assertEquals(List.of(CloseReason.LINK_LOST), runtime.closed);
    }
}
