// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.transport.websocket.FakeRuntime.Received;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumableListenerTest {
    private static final Peer PEER = new Peer("websocket", "127.0.0.1:50000", "alice");
    private static final String ATTACH = control("attach", "{}");

    private final FakeRuntime runtime = new FakeRuntime();
    private final FakeSocket socket = open(Duration.ofMinutes(1));

    @Test
    void theFirstFrameAsksForTheConnection() {
        socket.receive(control("attach", "{\"connectionId\":\"c-9\",\"after\":41,\"client\":\"tab\"}"));

        assertEquals(List.of(new AttachRequest(PEER, "c-9", "tab", Streams.ALL, 41L, true, true)), runtime.requests);
    }

    @Test
    void anAttachWithoutAnIdBeginsAConnection() {
        socket.receive(ATTACH);

        assertEquals(List.of(new AttachRequest(PEER, null, null, Streams.ALL, null, true, true)), runtime.requests);
    }

    @Test
    void theAnswerTellsWhatTheClientNeeds() {
        socket.receive(ATTACH);

        assertEquals(
                List.of(
                        "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/attached\",\"params\":{\"connectionId\":\"c-1\",\"received\":7,"
                                + "\"heartbeatMillis\":15000,\"limits\":{\"bytes\":1000,\"depth\":20,\"idBytes\":30}}}"),
                socket.texts);
    }

    @Test
    void theWireStartsAndTheNextFrameIsAskedForOnlyWhenTheAnswerIsThrough() { // [5.1]
        socket.slow();
        CompletableFuture<Void> demand = socket.receive(ATTACH).toCompletableFuture();
        assertFalse(demand.isDone());
        assertEquals(List.of(), runtime.started);

        socket.drain();
        assertTrue(demand.isDone());
        assertEquals(1, runtime.started.size());
    }

    @Test
    void aSocketThatGoesBeforeTheStartGivesThePlaceBack() { // [6.5]
        socket.slow();
        socket.receive(ATTACH);
        socket.end(1006);

        assertEquals(List.of(CloseReason.LINK_LOST), runtime.abandoned);
        assertEquals(List.of(), runtime.started);
        assertEquals(List.of(), runtime.closed);
    }

    @Test
    void aRefusalIsToldAndCloses() {
        runtime.refusal = new AgentException(Code.CONNECTION_UNKNOWN, "No connection has that id.");
        socket.receive(ATTACH);

        assertEquals(List.of(new Notice.End(runtime.refusal.reason()).json()), socket.texts);
        assertEquals(new FakeSocket.Close(1008, "No connection has that id."), socket.closing.getNow(null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1 {}", "hello", " {}", "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/ack\",\"params\":{}}"})
    void anyOtherFirstFrameIsToldAndCloses(String frame) {
        socket.receive(frame);

        assertEquals(
                List.of(new Notice.End(new CloseReason(Code.PROTOCOL, "The first frame must be _fairlead/attach."))
                        .json()),
                socket.texts);
        assertEquals(1002, socket.closing.getNow(null).code());
        assertEquals(List.of(), runtime.requests);
    }

    @Test
    void aClientThatDoesNotAskInTimeIsClosed() throws Exception {
        FakeSocket impatient = open(Duration.ZERO);

        assertEquals(1008, impatient.closing.get(10, TimeUnit.SECONDS).code());
        impatient.receive(ATTACH);
        assertEquals(List.of(), runtime.requests);
    }

    @Test
    void numberedFramesAreMessages() {
        attach();
        CompletableFuture<Void> demand = new CompletableFuture<>();
        runtime.demand = demand;

        assertSame(demand, socket.receive("8 {\"method\":\"é\"}")); // [5.3]
        socket.receive("999999999999999999  not looked at");
        assertEquals(
                List.of(
                        new Received(8, "{\"method\":\"é\"}"),
                        new Received(999_999_999_999_999_999L, " not looked at")),
                runtime.messages);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "8",
                "8{}",
                "0 {}",
                "08 {}",
                "-1 {}",
                "+1 {}",
                " 8 {}",
                "x {}",
                "8\t{}",
                "9999999999999999999 {}",
                "[]"
            })
    void aFrameThatIsNeitherClosesTheSocket(String frame) {
        attach();
        assertTrue(socket.receive(frame).toCompletableFuture().isDone());

        assertEquals(1002, socket.closing.getNow(null).code());
        assertEquals(1, socket.texts.size()); // the runtime may be writing: the close frame says it alone [1.1]
        assertEquals(List.of(), runtime.messages);

        socket.receive("1 {}");
        assertEquals(List.of(), runtime.messages);
        socket.end(1002);
        assertEquals(Code.PROTOCOL, runtime.closed.get(0).code());
    }

    @Test
    void anAcknowledgementIsPassedOn() {
        attach();
        socket.receive(control("ack", "{\"sequence\":42}"));

        assertEquals(List.of(42L), runtime.acknowledged);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"sequence\":\"42\"}", "{\"sequence\":-1}"})
    void anAcknowledgementOfNothingClosesTheSocket(String params) {
        attach();
        socket.receive(control("ack", params));

        assertEquals(1002, socket.closing.getNow(null).code());
        assertEquals(List.of(), runtime.acknowledged);
    }

    @Test
    void aHeartbeatIsASignOfLife() {
        attach();
        socket.receive(control("heartbeat", "{}"));
        socket.listener.onAlive();

        assertEquals(2, runtime.alive);
    }

    @Test
    void aControlFrameOfALaterVersionIsIgnored() {
        attach();
        socket.receive(control("dance", "{\"steps\":[1,2]}"));
        socket.receive("1 {}");

        assertEquals(1, runtime.messages.size());
        assertFalse(socket.closing.isDone());
    }

    @Test
    void aSecondAttachClosesTheSocket() {
        attach();
        socket.receive(ATTACH);

        assertEquals(1002, socket.closing.getNow(null).code());
        assertEquals(1, runtime.requests.size());
    }

    @Test
    void aControlFrameOverFourKibibytesClosesTheSocket() {
        attach();
        socket.receive(control("heartbeat", "{\"x\":\"" + "x".repeat(4096) + "\"}"));

        assertEquals(1009, socket.closing.getNow(null).code());
    }

    @Test
    void aSignOfLifeBeforeTheAttachIsNobodysBusiness() {
        socket.listener.onAlive();

        assertEquals(0, runtime.alive);
    }

    @Test
    void theEndIsHeardOnceAndLast() { // [6.1]
        attach();
        socket.end(1001);

        assertEquals(List.of(CloseReason.NORMAL), runtime.closed);
    }

    private void attach() {
        socket.receive(ATTACH);
        assertEquals(1, runtime.started.size());
    }

    private FakeSocket open(Duration attachTime) {
        FakeSocket opened = new FakeSocket();
        WebSocketWire wire = new WebSocketWire(PEER, opened, WebSocketProfile.RESUMABLE);
        opened.listener = new ResumableListener(runtime, wire, attachTime);
        return opened;
    }

    private static String control(String name, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/" + name + "\",\"params\":" + params + "}";
    }
}
