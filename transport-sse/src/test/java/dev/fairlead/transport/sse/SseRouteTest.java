// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SseRouteTest {
    private static final Peer PEER = new Peer("sse", "127.0.0.1:50000", "alice");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeRuntime runtime = new FakeRuntime();
    private final SseRoute route = new SseRoute(runtime, LONG);
    private final FakeCall call = FakeCall.get("Acp-Connection-Id", "c-1");

    @Test
    void acceptsAGetThatAsksForAnEventStream() {
        assertTrue(route.accepts(FakeCall.get("accept", "text/event-stream")));
    }

    @Test
    void leavesOtherCallsToOthers() {
        FakeCall post = FakeCall.get("Accept", "text/event-stream");
        post.method = "POST";
        FakeCall handshake = FakeCall.get("Accept", "text/event-stream");
        handshake.webSocket = true;

        assertFalse(route.accepts(post));
        assertFalse(route.accepts(handshake));
        assertFalse(route.accepts(FakeCall.get("Accept", "application/json")));
        assertFalse(route.accepts(FakeCall.get()));
    }

    @Test
    void asksForTheConnectionStream() {
        assertEquals(new AttachRequest(PEER, "c-1", null, Streams.CONNECTION, null, true, false), request());
    }

    @Test
    void asksForASessionsStream() {
        assertEquals(Streams.session("s-1"), request("Acp-Session-Id", "s-1").streams());
    }

    @Test
    void asksForAllStreams() {
        assertEquals(
                Streams.ALL,
                request("Fairlead-Stream", "all", "Acp-Session-Id", "s-1").streams());
    }

    @Test
    void namesTheClient() {
        assertEquals("tab-1", request("Fairlead-Client", "tab-1").client());
    }

    @Test
    void passesOnThatTheClientWillAcknowledge() {
        assertTrue(request("Fairlead-Ack", "7").acknowledges());
    }

    @Test
    void aCursorIsNoPromiseToAcknowledge() {
        assertFalse(request("Last-Event-ID", "7").acknowledges());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 7, Long.MAX_VALUE})
    void resumesBehindTheLastEventId(long cursor) {
        assertEquals(cursor, request("Last-Event-ID", Long.toString(cursor)).after());
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "+1", "7.0", "abc", "9223372036854775808", "٣", "1 2", " "})
    void aLastEventIdThatIsNoSequenceCountsAsAbsent(String id) {
        assertNull(request("Last-Event-ID", id).after());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aStreamWithoutAConnectionIsRefused(String id) {
        FakeCall stranger = FakeCall.get("Acp-Connection-Id", id);

        assertEquals(Code.CONNECTION_REQUIRED, refusal(stranger).code());
        assertEquals(Code.CONNECTION_REQUIRED, refusal(FakeCall.get()).code());
        assertEquals(List.of(), runtime.requests);
    }

    @Test
    void tellsANamedClientFirstWhatItIsAttachedTo() {
        FakeCall named = FakeCall.get("Acp-Connection-Id", "c-1", "Fairlead-Client", "tab-1");
        route.answer(named, PEER);

        String first = named.stream.written.toString();
        assertTrue(first.contains("event: attached\ndata: {"), first);
    }

    @Test
    void aRefusalOfTheRuntimeLeavesTheCallUnanswered() {
        runtime.refusal = new AgentException(Code.CONNECTION_UNKNOWN, "No connection has that id.");

        assertSame(runtime.refusal, refusal(call));
        assertEquals(0, call.status);
    }

    @Test
    void answersWithTheHeadersOfAStreamThatNobodyMayKeep() {
        route.answer(call, PEER);

        assertEquals(200, call.status);
        assertEquals(
                Map.of(
                        "Content-Type", "text/event-stream",
                        "Cache-Control", "no-cache, no-store, no-transform",
                        "X-Accel-Buffering", "no"),
                call.answered);
    }

    @Test
    void startsOnlyWhenTheFirstBytesAreThrough() {
        call.stream.slow();
        route.answer(call, PEER);
        assertEquals(": fairlead\nretry: 1000\n\n", call.stream.written.toString());
        assertEquals(List.of(), runtime.started);

        call.stream.drain();
        assertEquals(1, runtime.started.size());
        assertSame(PEER, runtime.started.get(0).peer());
        assertEquals(List.of(), runtime.abandoned);
    }

    @Test
    void givesThePlaceBackWhenTheFirstBytesFail() { // [6.5]
        call.stream.slow();
        route.answer(call, PEER);
        call.stream.lose();

        assertEquals(List.of(CloseReason.LINK_LOST), runtime.abandoned);
        assertEquals(List.of(), runtime.started);
        assertEquals(List.of(), runtime.closed);
    }

    @Test
    void cutsTheStreamWhenTheRuntimeFailsToStartIt() {
        runtime.duringStart = () -> {
            throw new IllegalStateException("a fault of ours");
        };
        route.answer(call, PEER);

        assertEquals(FakeStream.End.CUT, call.stream.over.getNow(null));
    }

    @Test
    void stopEndsOpenStreamsAndCompletesWhenTheyAreGone() { // [6.4]
        route.answer(call, PEER);
        CompletableFuture<Void> stop = route.stop(LONG).toCompletableFuture();

        assertEquals(FakeStream.End.WELL, call.stream.over.getNow(null));
        assertEquals(List.of(CloseReason.SHUTDOWN), runtime.closed);
        assertTrue(stop.isDone());
    }

    @Test
    void stopWithoutStreamsIsDoneAtOnce() {
        assertTrue(route.stop(LONG).toCompletableFuture().isDone());
    }

    @Test
    void stopForgetsStreamsThatEndedBefore() {
        route.answer(call, PEER);
        call.stream.lose();

        assertTrue(route.stop(LONG).toCompletableFuture().isDone());
        assertEquals(List.of(CloseReason.LINK_LOST), runtime.closed);
    }

    @Test
    void stopCutsAfterTheGracePeriod() throws Exception {
        route.answer(call, PEER);
        call.stream.slow();
        runtime.started.get(0).write(List.of(new Event(1, null, Message.of("{\"method\":\"m\"}"))));
        CompletableFuture<Void> stop = route.stop(Duration.ZERO).toCompletableFuture();

        stop.get(10, TimeUnit.SECONDS);
        assertEquals(FakeStream.End.CUT, call.stream.over.getNow(null));
    }

    @Test
    void onlyTheFirstStopCounts() { // [6.3]
        route.answer(call, PEER);
        call.stream.slow();
        runtime.started.get(0).write(List.of(new Event(1, null, Message.of("{\"method\":\"m\"}"))));

        assertSame(route.stop(LONG), route.stop(Duration.ZERO));
    }

    @Test
    void stopWhileAStreamOpensGivesItsPlaceBack() {
        call.stream.slow();
        route.answer(call, PEER);
        CompletableFuture<Void> stop = route.stop(LONG).toCompletableFuture();
        assertFalse(stop.isDone());

        call.stream.drain();
        assertEquals(List.of(CloseReason.SHUTDOWN), runtime.abandoned);
        assertEquals(List.of(), runtime.started);
        assertTrue(stop.isDone());
    }

    @Test
    void opensNothingAfterTheStop() {
        route.stop(LONG);

        assertEquals(Code.SHUTDOWN, refusal(call).code());
        assertEquals(List.of(CloseReason.SHUTDOWN), runtime.abandoned);
        assertEquals(0, call.status);
    }

    private AttachRequest request(String... more) {
        String[] headers = new String[more.length + 2];
        headers[0] = "Acp-Connection-Id";
        headers[1] = "c-1";
        System.arraycopy(more, 0, headers, 2, more.length);
        route.answer(FakeCall.get(headers), PEER);
        return runtime.requests.get(0);
    }

    private AgentException refusal(FakeCall refused) {
        return assertThrows(AgentException.class, () -> route.answer(refused, PEER));
    }
}
