// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.transport.websocket.FakeRuntime.Received;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketRouteTest {
    private static final Peer PEER = new Peer("websocket", "127.0.0.1:50000", "alice");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeRuntime runtime = new FakeRuntime();
    private final WebSocketRoute route = new WebSocketRoute(runtime);
    private final FakeHandshake plain = new FakeHandshake();
    private final FakeHandshake resumable = new FakeHandshake("fairlead.v1");

    @Test
    void acceptsHandshakesAlone() {
        assertTrue(route.accepts(plain));
        plain.webSocket = false;
        assertFalse(route.accepts(plain));
    }

    @Test
    void aPlainHandshakeBeginsAConnectionThatEndsWithItsSocket() {
        route.answer(plain, PEER);

        assertEquals(List.of(new AttachRequest(PEER, null, null, Streams.ALL, null, false, false)), runtime.requests);
        assertEquals(Map.of("Acp-Connection-Id", "c-1"), plain.upgrade.headers());
        assertNull(plain.upgrade.subprotocol());
        assertEquals(1000, plain.upgrade.maxBytes());
        assertEquals(List.of(), runtime.started);

        plain.open();
        assertEquals(1, runtime.started.size());
        assertSame(PEER, runtime.started.get(0).peer());
    }

    @Test
    void aPlainConnectionIsKeptWhenThatIsSet() {
        runtime.settings = Settings.of(Map.of("transport.websocket.keep-plain", "true"));
        new WebSocketRoute(runtime).answer(plain, PEER);

        assertTrue(runtime.requests.get(0).lasting());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fairlead.v1", "acp, fairlead.v1", "a,fairlead.v1 ,b"})
    void theResumableProfileIsPickedWhenItIsOffered(String offer) {
        FakeHandshake handshake = new FakeHandshake("first", offer);
        route.answer(handshake, PEER);

        assertEquals("fairlead.v1", handshake.upgrade.subprotocol());
        assertEquals(List.of(), runtime.requests);
        assertEquals(Map.of(), handshake.upgrade.headers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"acp", "fairlead.v2", "Fairlead.V1", "xfairlead.v1"})
    void otherOffersAreLeftAlone(String offer) {
        FakeHandshake handshake = new FakeHandshake(offer);
        route.answer(handshake, PEER);

        assertNull(handshake.upgrade.subprotocol());
    }

    @Test
    void theLargestMessageFitsBehindTheLargestSequence() {
        route.answer(resumable, PEER);

        assertEquals(1000 + "9223372036854775807 ".length(), resumable.upgrade.maxBytes());
    }

    @Test
    void plainTextsAreMessagesWithoutANumber() {
        route.answer(plain, PEER);
        CompletableFuture<Void> demand = new CompletableFuture<>();
        runtime.demand = demand;
        FakeSocket socket = plain.open();

        assertSame(demand, socket.receive("7 {not looked at}")); // [5.3] [7.1]
        assertEquals(List.of(new Received(0, "7 {not looked at}")), runtime.messages);
    }

    @Test
    void aPongOfAPlainSocketIsASignOfLife() {
        route.answer(plain, PEER);
        plain.open().listener.onAlive();

        assertEquals(1, runtime.alive);
    }

    @Test
    void plainTextsBehindTheCloseAreDropped() {
        route.answer(plain, PEER);
        FakeSocket socket = plain.open();
        runtime.started.get(0).close(CloseReason.NORMAL);

        assertTrue(socket.receive("{}").toCompletableFuture().isDone());
        assertEquals(List.of(), runtime.messages);
    }

    @Test
    void aPlainSocketThatGoesIsHeardOnce() {
        route.answer(plain, PEER);
        plain.open().end(1006);

        assertEquals(List.of(CloseReason.LINK_LOST), runtime.closed);
    }

    @Test
    void aRefusalLeavesThePlainHandshakeUnanswered() {
        runtime.refusal = new AgentException(Code.LIMIT_REACHED, "Too many connections.");

        assertSame(runtime.refusal, assertThrows(AgentException.class, () -> route.answer(plain, PEER)));
        assertNull(plain.upgrade);
    }

    @Test
    void aFailedUpgradeGivesThePlaceBack() {
        plain.fault = new AgentException(Code.PROTOCOL, "No handshake.");

        assertThrows(AgentException.class, () -> route.answer(plain, PEER));
        assertEquals(List.of(CloseReason.LINK_LOST), runtime.abandoned);
    }

    @Test
    void stopClosesOpenSocketsAndCompletesWhenTheyAreGone() { // [6.4]
        route.answer(plain, PEER);
        route.answer(resumable, PEER);
        FakeSocket one = plain.open();
        FakeSocket two = resumable.open();
        CompletableFuture<Void> stop = route.stop(LONG).toCompletableFuture();

        assertEquals(1001, one.closing.getNow(null).code());
        assertEquals(1001, two.closing.getNow(null).code());
        one.end(1001);
        assertFalse(stop.isDone());
        two.end(1001);
        assertTrue(stop.isDone());
        assertEquals(List.of(CloseReason.SHUTDOWN), runtime.closed);
    }

    @Test
    void stopWithoutSocketsIsDoneAtOnce() {
        assertTrue(route.stop(LONG).toCompletableFuture().isDone());
    }

    @Test
    void onlyTheFirstStopCounts() { // [6.3]
        route.answer(plain, PEER);
        plain.open();

        assertSame(route.stop(LONG), route.stop(Duration.ZERO));
    }

    @Test
    void aSocketThatOpensAfterTheStopIsClosedAtOnce() {
        route.answer(plain, PEER);
        route.stop(LONG);

        assertEquals(1001, plain.open().closing.getNow(null).code());
    }

    @Test
    void answersNothingAfterTheStop() {
        route.stop(LONG);

        assertEquals(
                Code.SHUTDOWN,
                assertThrows(AgentException.class, () -> route.answer(plain, PEER))
                        .code());
        assertEquals(List.of(), runtime.requests);
    }
}
