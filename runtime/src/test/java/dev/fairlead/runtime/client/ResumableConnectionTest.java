// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ResumableConnectionTest {
    private final Voyage voyage = new Voyage();

    @Test
    void opensWhenTheGatewayHasSpoken() {
        voyage.begin(false, voyage.websocket);
        assertFalse(voyage.opened.isDone());
        voyage.websocket.dialled().attach("one", 0);
        assertTrue(voyage.opened.isDone());
        assertEquals(
                List.of(new ConnectionState.Connecting(), new ConnectionState.Connected("websocket")), voyage.states);
    }

    @Test
    void numbersWhatIsSent() {
        FakeDial wire = voyage.connected(false);
        voyage.send(Voyage.INITIALIZE);
        voyage.request(1);
        assertEquals(List.of(1L, 2L), wire.sequences());
    }

    @Test
    void handsOverWhatComesInOrderAndOnce() {
        FakeDial wire = voyage.connected(false);
        wire.say(1, Voyage.update(1));
        wire.say(2, Voyage.update(2));
        wire.say(2, Voyage.update(2));
        wire.say(3, Voyage.update(3));
        assertEquals(List.of(Voyage.update(1), Voyage.update(2), Voyage.update(3)), voyage.heard);
    }

    @Test
    void comesBackAtTheCursorAndSendsAgainWhatWasNotAccepted() {
        FakeDial wire = voyage.connected(false);
        voyage.send(Voyage.INITIALIZE);
        voyage.request(1);
        wire.say(1, Voyage.result(0));
        wire.say(2, Voyage.update(1));
        wire.cut();
        voyage.request(2);
        voyage.retry();
        FakeDial again = voyage.websocket.dialled();
        assertEquals("one", again.context.resumption().connectionId());
        assertEquals(2L, again.context.resumption().after());
        assertEquals(
                wire.context.resumption().client(), again.context.resumption().client());
        again.attach("one", 1);
        assertEquals(List.of(2L, 3L), again.sequences());
        again.say(3, Voyage.update(2));
        assertEquals(List.of(Voyage.result(0), Voyage.update(1), Voyage.update(2)), voyage.heard);
        assertInstanceOf(ConnectionState.Connected.class, voyage.states.get(voyage.states.size() - 1));
    }

    @Test
    void acknowledgesAfterAQuarterOfASecond() {
        FakeDial wire = voyage.connected(false);
        wire.say(1, Voyage.update(1));
        assertTrue(wire.told.isEmpty());
        voyage.time.advance(Duration.ofMillis(250));
        assertEquals(List.of(new Notice.Acknowledged(1)), wire.told);
    }

    @Test
    void acknowledgesAfterThirtyTwoMessages() {
        FakeDial wire = voyage.connected(false);
        IntStream.rangeClosed(1, 32).forEach(n -> wire.say(n, Voyage.update(n)));
        assertEquals(List.of(new Notice.Acknowledged(32)), wire.told);
    }

    @Test
    void waitsForTheApplication() {
        FakeDial wire = voyage.connected(false);
        CompletableFuture<Void> demand = new CompletableFuture<>();
        voyage.demand = demand;
        CompletableFuture<Void> next = wire.say(1, Voyage.update(1)).toCompletableFuture();
        assertFalse(next.isDone());
        demand.complete(null);
        assertTrue(next.isDone());
    }

    @Test
    void makesTheSenderWaitWhileNothingIsAcknowledged() {
        FakeDial wire = voyage.connected(false);
        IntStream.range(0, 255)
                .forEach(id ->
                        assertTrue(voyage.request(id).toCompletableFuture().isDone(), () -> "message " + id));
        CompletableFuture<Void> room = voyage.request(255).toCompletableFuture();
        assertFalse(room.isDone());
        wire.context.listener().onAcknowledged(200);
        assertTrue(room.isDone());
    }

    @Test
    void countsAWireAsDeadThatIsSilent() {
        FakeDial wire = voyage.connected(false);
        voyage.time.advance(Duration.ofSeconds(39));
        assertTrue(wire.closes.isEmpty());
        assertTrue(wire.told.contains(new Notice.Heartbeat()), "the gateway is told that we are there");
        voyage.time.advance(Duration.ofSeconds(16));
        assertEquals(Code.LINK_LOST, wire.closes.get(0).code());
        assertFalse(voyage.websocket.dials.isEmpty(), "it is dialled again");
    }

    @Test
    void doesNotCountAWireAsDeadThatTheApplicationKeepsWaiting() {
        FakeDial wire = voyage.connected(false);
        voyage.demand = new CompletableFuture<>();
        wire.say(1, Voyage.update(1));
        voyage.time.advance(Duration.ofMinutes(2));
        assertTrue(wire.closes.isEmpty());
    }

    @Test
    void tellsOfAGapAndGoesOnBehindIt() {
        FakeDial wire = voyage.connected(false);
        wire.say(1, Voyage.update(1));
        wire.context.listener().onNotice(new Notice.Gap(2, 9, "Too old."));
        wire.say(10, Voyage.update(10));
        assertEquals(new ConnectionState.Gap(2, 9, "Too old."), voyage.last(ConnectionState.Gap.class));
        assertEquals(List.of(Voyage.update(1), Voyage.update(10)), voyage.heard);
    }

    @Test
    void answersWhatIsPendingAsInDoubtWhenTheConnectionIsGone() {
        FakeDial wire = voyage.connected(false);
        voyage.send(Voyage.INITIALIZE);
        wire.say(1, Voyage.result(0));
        voyage.request(1);
        wire.cut();
        voyage.request(2);
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No connection has that id.");
        assertEquals(3, voyage.heard.size());
        assertTrue(voyage.heard.get(1).contains("\"id\":1,\"error\""), voyage.heard.get(1));
        assertTrue(voyage.heard.get(1).contains("\"inDoubt\":true"), voyage.heard.get(1));
        assertTrue(voyage.heard.get(2).contains("\"id\":2,\"error\""), voyage.heard.get(2));
        assertTrue(voyage.heard.get(2).contains("\"inDoubt\":false"), voyage.heard.get(2));
        assertEquals(Code.CONNECTION_UNKNOWN, voyage.ends.get(0).code());
        assertTrue(voyage.last(ConnectionState.Closed.class).retryable());
    }

    @Test
    void beginsAnotherConnectionIfAskedTo() {
        FakeDial wire = voyage.connected(true);
        voyage.send(Voyage.INITIALIZE);
        wire.say(1, Voyage.result(0));
        voyage.request(1);
        wire.cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No connection has that id.");
        assertTrue(voyage.heard.get(1).contains("\"inDoubt\":true"), voyage.heard.get(1));
        voyage.request(2);
        voyage.time.advance(Duration.ofMillis(200));
        FakeDial other = voyage.websocket.dialled();
        assertNull(other.context.resumption().connectionId());
        assertNotEquals(
                wire.context.resumption().client(), other.context.resumption().client());
        other.attach("two", 0);
        assertEquals(List.of(Voyage.INITIALIZE), other.texts());
        other.say(1, Voyage.result(0));
        assertEquals(2, voyage.heard.size(), "the application hears nothing of it");
        assertEquals(List.of(1L, 2L), other.sequences());
        other.say(2, Voyage.result(2));
        assertEquals(Voyage.result(2), voyage.heard.get(2));
        assertEquals(0, voyage.last(ConnectionState.Gap.class).from());
        assertTrue(voyage.ends.isEmpty());
    }

    @Test
    void carriesOverWhatNoWireWasGiven() {
        String bound = "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"session/prompt\",\"params\":{\"sessionId\":\"s\"}}";
        String load = "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"session/load\",\"params\":{\"sessionId\":\"s\"}}";
        FakeDial wire = voyage.connected(true);
        voyage.send(Voyage.INITIALIZE);
        wire.say(1, Voyage.result(0));
        voyage.request(1);
        wire.cut();
        voyage.request(2);
        voyage.send(bound);
        voyage.send(load);
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No connection has that id.");
        assertEquals(3, voyage.heard.size(), voyage.heard.toString());
        assertTrue(voyage.heard.get(1).contains("\"id\":1,\"error\"")
                && voyage.heard.get(1).contains("\"inDoubt\":true"));
        assertTrue(voyage.heard.get(2).contains("\"id\":3,\"error\"")
                && voyage.heard.get(2).contains("\"inDoubt\":false"));
        voyage.time.advance(Duration.ofMillis(200));
        FakeDial other = voyage.websocket.dialled().attach("two", 0);
        voyage.request(5);
        other.say(1, Voyage.result(0));
        assertEquals(4, other.texts().size());
        assertTrue(other.texts().get(1).contains("\"id\":2,"), other.texts().get(1));
        assertEquals(load, other.texts().get(2));
        assertTrue(other.texts().get(3).contains("\"id\":5,"), other.texts().get(3));
        other.say(2, Voyage.result(2));
        assertEquals(Voyage.result(2), voyage.heard.get(3));
    }

    @Test
    void whatWasPendingIsInDoubtOnceHoweverOftenTheNextConnectionIsLostToo() {
        String prompt = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session/prompt\",\"params\":{\"sessionId\":\"s\"}}";
        FakeDial wire = voyage.connected(true);
        voyage.send(Voyage.INITIALIZE);
        wire.say(1, Voyage.result(0));
        voyage.send(prompt);
        wire.cut();
        voyage.connection.retryNow();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No connection has that id.");
        for (String id : List.of("two", "three", "four")) {
            voyage.connection.retryNow();
            FakeDial next = voyage.websocket.dialled().attach(id, 0);
            assertEquals(List.of(Voyage.INITIALIZE), next.texts());
            next.cut();
            voyage.connection.retryNow();
            voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No connection has that id.");
        }
        voyage.connection.retryNow();
        FakeDial last = voyage.websocket.dialled().attach("five", 0);
        last.say(1, Voyage.result(0));
        assertEquals(List.of(Voyage.INITIALIZE), last.texts());
        assertEquals(2, voyage.heard.size(), voyage.heard.toString());
        assertTrue(voyage.heard.get(1).contains("\"id\":1,\"error\"")
                && voyage.heard.get(1).contains("\"inDoubt\":true"));
    }

    @Test
    void saysAuthenticateAgainToo() {
        String authenticate = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"authenticate\",\"params\":{}}";
        FakeDial wire = voyage.connected(true);
        voyage.send(Voyage.INITIALIZE);
        wire.say(1, Voyage.result(0));
        voyage.send(authenticate);
        wire.say(2, Voyage.result(1));
        wire.cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No connection has that id.");
        voyage.time.advance(Duration.ofMillis(200));
        FakeDial other = voyage.websocket.dialled().attach("two", 0);
        other.say(1, Voyage.result(0));
        assertEquals(List.of(Voyage.INITIALIZE, authenticate), other.texts());
    }

    @Test
    void doesNotGiveTheNewAgentAnAnswerThatTheOldOneAskedFor() {
        FakeDial wire = voyage.connected(true);
        voyage.send(Voyage.INITIALIZE);
        wire.say(1, Voyage.result(0));
        wire.say(2, "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"session/request_permission\"}");
        wire.cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No connection has that id.");
        voyage.time.advance(Duration.ofMillis(200));
        FakeDial other = voyage.websocket.dialled().attach("two", 0);
        other.say(1, Voyage.result(0));
        voyage.send(Voyage.result(5));
        assertEquals(List.of(1L), other.sequences());
    }

    @Test
    void beginsAnotherConnectionWhenTheClientInitializesAgain() {
        FakeDial wire = voyage.connected(true);
        voyage.send(Voyage.INITIALIZE);
        wire.say(1, Voyage.result(0));
        voyage.send(Voyage.INITIALIZE);
        assertEquals(List.of("one"), voyage.farewells);
        voyage.retry();
        FakeDial other = voyage.websocket.dialled().attach("two", 0);
        assertEquals(List.of(Voyage.INITIALIZE), other.texts());
        other.say(1, Voyage.result(0));
        assertEquals(List.of(Voyage.result(0), Voyage.result(0)), voyage.heard);
    }

    @Test
    void endsWhenTheAgentDoes() {
        FakeDial wire = voyage.connected(true);
        wire.end(new CloseReason(Code.AGENT_EXITED, "The agent ended."));
        assertEquals(Code.AGENT_EXITED, voyage.ends.get(0).code());
        assertTrue(voyage.connection.closed().toCompletableFuture().isDone());
    }

    @Test
    void endsWithAPlainServersSocket() {
        voyage.begin(false, voyage.websocket);
        FakeDial wire = voyage.websocket.dialled().open();
        voyage.send(Voyage.INITIALIZE);
        wire.cut();
        assertTrue(voyage.heard.get(0).contains("\"inDoubt\":true"), voyage.heard.get(0));
        assertEquals(Code.LINK_LOST, voyage.ends.get(0).code());
    }

    @Test
    void leavesTheGatewayWhenItIsClosed() {
        FakeDial wire = voyage.connected(false);
        voyage.request(1);
        CompletableFuture<CloseReason> closed =
                voyage.connection.close(CloseReason.NORMAL).toCompletableFuture();
        assertEquals(List.of("one"), voyage.farewells);
        assertEquals(List.of(CloseReason.NORMAL), wire.closes);
        assertEquals(List.of(CloseReason.NORMAL), voyage.ends);
        assertTrue(closed.isDone());
        assertTrue(voyage.heard.isEmpty(), "who closes does not wait for answers");
        assertTrue(voyage.request(2).toCompletableFuture().isCompletedExceptionally());
    }

    @Test
    void givesUpWhenTheBudgetIsSpent() {
        FakeDial wire = voyage.connected(false);
        wire.cut();
        for (int i = 0; i < 200 && voyage.ends.isEmpty(); i++) {
            voyage.time.advance(Duration.ofSeconds(10));
            while (!voyage.websocket.dials.isEmpty()) {
                voyage.websocket.dialled().refuse(Code.LINK_LOST, "Connection refused.");
            }
        }
        assertEquals(Code.LINK_LOST, voyage.ends.get(0).code());
        assertTrue(
                voyage.ends.get(0).detail().contains("600 s"),
                voyage.ends.get(0).detail());
        ConnectionState.Reconnecting last = voyage.last(ConnectionState.Reconnecting.class);
        assertTrue(last.attempt() > 10 && last.nextTry().toSeconds() <= 30, last.toString());
    }

    @Test
    void stopsAtOnceWhenTheTokenIsRefused() {
        FakeDial wire = voyage.connected(false);
        wire.cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.UNAUTHORIZED, "The token is wrong.");
        assertEquals(Code.UNAUTHORIZED, voyage.ends.get(0).code());
        assertFalse(voyage.last(ConnectionState.Closed.class).retryable());
    }

    @Test
    void triesAtOnceWhenAskedTo() {
        FakeDial wire = voyage.connected(false);
        wire.cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "Connection refused.");
        assertTrue(voyage.websocket.dials.isEmpty());
        voyage.connection.retryNow();
        assertEquals(1, voyage.websocket.dials.size());
    }

    @Test
    void saysInitializeOnceWhenItComesBetweenTwoConnections() {
        FakeDial wire = voyage.connected(true);
        wire.cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "There is no such connection.");
        voyage.send(Voyage.INITIALIZE);
        voyage.time.advance(Duration.ofSeconds(1));
        FakeDial next = voyage.websocket.dialled().attach("two", 0);
        assertEquals(List.of(Voyage.INITIALIZE), next.texts());
    }

    @Test
    void aGapBehindAnOldCursorIsNoneIfAnotherWireBroughtIt() {
        FakeDial wire = voyage.connected(false);
        Resumption old = new Resumption("one", wire.context.resumption().client(), Streams.ALL, 0L);
        wire.say(1, Voyage.update(1));
        wire.say(2, Voyage.update(2));
        Carrier late = voyage.connection.carrier(new Way(voyage.polling, false), old);
        late.onNotice(new Notice.Gap(1, 2, "They are not kept."));
        wire.say(2, Voyage.update(2));
        assertEquals(List.of(Voyage.update(1), Voyage.update(2)), voyage.heard);
        assertTrue(voyage.states.stream().noneMatch(ConnectionState.Gap.class::isInstance), voyage.states.toString());
    }
}
