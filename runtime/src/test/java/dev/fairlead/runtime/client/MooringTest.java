// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Target;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MooringTest {
    private final Voyage voyage = new Voyage();

    private Voyage begin() {
        return voyage.begin(false, voyage.websocket, voyage.sse, voyage.polling);
    }

    /** Begins over WebSocket; the agent has answered. */
    private FakeDial begun() {
        begin();
        FakeDial wire = voyage.websocket.dialled().attach("one", 0);
        voyage.send(Voyage.INITIALIZE);
        wire.say(1, Voyage.result(0));
        return wire;
    }

    /** Begins where WebSocket is refused, so that polling carries the connection. */
    private FakeDial onPolling() {
        begin();
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "403.");
        voyage.sse.probes.remove().completeExceptionally(new AgentException(Code.LINK_LOST, "Held."));
        return voyage.polling.dialled().attach("one", 0);
    }

    @Test
    void usesWebSocketAloneWhenItAnswers() {
        begin();
        voyage.websocket.dialled().attach("one", 0);
        voyage.time.advance(Duration.ofSeconds(5));
        assertTrue(voyage.opened.isDone());
        assertTrue(voyage.sse.probes.isEmpty() && voyage.polling.dials.isEmpty());
    }

    @Test
    void takesTheNextRungAtOnceWhenOneNeverOpens() {
        begin();
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "The WebSocket handshake was answered with 403.");
        voyage.sse.probes.remove().complete(null);
        voyage.sse.dialled().attach("one", 0);
        assertTrue(voyage.opened.isDone());
        assertTrue(voyage.last(ConnectionState.Degraded.class).why().contains("403"));
    }

    @Test
    void takesNoOtherRungWhereNobodyListens() {
        FakeDial wire = begun();
        wire.cut();
        for (int i = 0; i < 10; i++) {
            voyage.connection.retryNow();
            voyage.websocket.dialled().refuse(new ConnectException());
        }
        assertTrue(voyage.sse.probes.isEmpty() && voyage.polling.probes.isEmpty());
        assertTrue(voyage.last(ConnectionState.Reconnecting.class).why().contains("websocket"));
        voyage.connection.retryNow();
        voyage.websocket.dialled().attach("one", 1);
        assertEquals("websocket", voyage.last(ConnectionState.Connected.class).transport());
    }

    @Test
    void isConnectedWithinASecondThoughWebSocketIsABlackHole() {
        begin();
        FakeDial hole = voyage.websocket.dialled();
        voyage.time.advance(Duration.ofMillis(250));
        voyage.sse.probes.remove().complete(null);
        voyage.time.advance(Duration.ofMillis(450));
        voyage.sse.dialled().attach("one", 0);
        assertTrue(voyage.opened.isDone());
        hole.attach("two", 0);
        assertFalse(hole.closes.isEmpty(), "what comes too late is let go");
    }

    @Test
    void failsWhenNothingWorksAndSaysWhatBecameOfEach() {
        begin();
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "Connection refused.");
        voyage.sse.probes.remove().completeExceptionally(new AgentException(Code.LINK_LOST, "Held."));
        voyage.polling.dialled().refuse(Code.LINK_LOST, "Cached.");
        Throwable failure = voyage.opened.handle((open, why) -> Reason.of(why)).join();
        assertEquals("websocket: Connection refused. sse: Held. polling: Cached.", failure.getMessage());
        assertTrue(voyage.ends.isEmpty(), "who did not connect hears nothing [6.5]");
    }

    @Test
    void stopsAtOnceWhenTheTokenIsWrong() {
        begin();
        voyage.websocket.dialled().refuse(Code.UNAUTHORIZED, "The token is wrong.");
        assertTrue(voyage.opened.isCompletedExceptionally());
        assertTrue(voyage.sse.probes.isEmpty());
    }

    @Test
    void climbsWhenSomethingBetterWorksAgain() {
        FakeDial polling = onPolling();
        polling.say(1, Voyage.update(1));
        voyage.time.advance(Duration.ofSeconds(30));
        FakeDial better = voyage.websocket.dialled();
        assertEquals("one", better.context.resumption().connectionId());
        polling.say(2, Voyage.update(2));
        better.attach("one", 0);
        better.say(2, Voyage.update(2));
        better.say(3, Voyage.update(3));
        assertEquals(List.of(CloseReason.SUPERSEDED), polling.closes);
        assertEquals(List.of(Voyage.update(1), Voyage.update(2), Voyage.update(3)), voyage.heard);
        assertEquals("websocket", voyage.last(ConnectionState.Connected.class).transport());
    }

    @Test
    void staysWhereItIsWhenNothingBetterWorks() {
        FakeDial polling = onPolling();
        voyage.time.advance(Duration.ofSeconds(30));
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "403.");
        voyage.sse.dialled().refuse(Code.LINK_LOST, "Held.");
        assertTrue(polling.closes.isEmpty());
        polling.context.listener().onAlive();
        voyage.time.advance(Duration.ofSeconds(30));
        polling.context.listener().onAlive();
        voyage.time.advance(Duration.ofSeconds(29));
        assertTrue(voyage.websocket.dials.isEmpty(), "it waits longer each time");
        voyage.time.advance(Duration.ofSeconds(1));
        assertEquals(1, voyage.websocket.dials.size());
    }

    @Test
    void waitsForTheWireThatSupersededTheOldOne() {
        FakeDial polling = onPolling();
        voyage.time.advance(Duration.ofSeconds(30));
        FakeDial better = voyage.websocket.dialled();
        polling.end(CloseReason.SUPERSEDED);
        voyage.time.advance(Duration.ofSeconds(1));
        assertTrue(voyage.polling.dials.isEmpty(), "it does not take the connection back");
        better.attach("one", 0);
        assertEquals("websocket", voyage.last(ConnectionState.Connected.class).transport());
    }

    @Test
    void leavesATransportThatDiesYoungTwice() {
        begin();
        FakeDial wire = voyage.websocket.dialled().attach("one", 0);
        wire.cut();
        voyage.time.advance(Duration.ofSeconds(1));
        wire = voyage.websocket.dialled().attach("one", 0);
        wire.cut();
        voyage.time.advance(Duration.ofMillis(200));
        assertTrue(voyage.websocket.dials.isEmpty());
        assertEquals(1, voyage.sse.dials.size());
    }

    @Test
    void endsWhenNoTransportCarriesEvenTheBeginning() {
        begin();
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "403.");
        voyage.sse.probes.remove().complete(null);
        FakeDial posts = voyage.sse.dialled().open();
        voyage.send(Voyage.INITIALIZE);
        posts.end(new CloseReason(Code.UNSUPPORTED, "The answer names no connection."));
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "403.");
        voyage.polling.dialled().refuse(Code.LINK_LOST, "Cached.");
        assertEquals("websocket: 403. polling: Cached.", voyage.ends.get(0).detail());
        assertTrue(voyage.sse.probes.isEmpty() && voyage.sse.dials.isEmpty(), "no further agent is started");
    }

    @Test
    void namesAffinityWhenTheConnectionIsUnknownSoonAfterItBegan() {
        begun().cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No such connection.");
        assertTrue(voyage.ends.get(0).detail().contains("another gateway answered: the load balancer needs affinity"));
    }

    @Test
    void doesNotComeBackWhenAnotherGatewayAnswersWhatIsSent() {
        begun().end(new CloseReason(Code.CONNECTION_UNKNOWN, "No such connection."));
        assertTrue(voyage.ends.get(0).detail().contains("the load balancer needs affinity"));
    }

    @Test
    void saysNothingOfAffinityWhenAConnectionThatLastedIsUnknown() {
        FakeDial wire = begun();
        voyage.time.advance(Duration.ofSeconds(11));
        wire.cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No such connection.");
        assertFalse(voyage.ends.get(0).detail().contains("affinity"));
    }

    @Test
    void beginsElsewhereWhenATransportDoesNotCarryEvenTheBeginning() {
        begin();
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "403.");
        voyage.sse.probes.remove().complete(null);
        FakeDial posts = voyage.sse.dialled().open();
        voyage.send(Voyage.INITIALIZE);
        posts.end(new CloseReason(Code.UNSUPPORTED, "The answer names no connection."));
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "403.");
        FakeDial polls = voyage.polling.dialled().attach("two", 0);
        assertEquals(List.of(Voyage.INITIALIZE), polls.texts());
        polls.say(1, Voyage.result(0));
        assertEquals(List.of(Voyage.result(0)), voyage.heard);
        assertTrue(voyage.states.stream().noneMatch(ConnectionState.Gap.class::isInstance));
    }

    @Test
    void saysTheBeginningAgainInTheSameNameWhenItsAnswerIsLost() {
        begin();
        voyage.websocket.dialled().refuse(Code.LINK_LOST, "403.");
        voyage.sse.probes.remove().complete(null);
        FakeDial posts = voyage.sse.dialled();
        posts.taking = new CompletableFuture<>();
        posts.open();
        voyage.send(Voyage.INITIALIZE);
        posts.cut();
        voyage.retry();
        voyage.sse.probes.remove().completeExceptionally(new AgentException(Code.LINK_LOST, "Held."));
        FakeDial wire = voyage.websocket.dialled();
        assertEquals(
                posts.context.resumption().client(), wire.context.resumption().client());
        wire.attach("one", 1);
        assertTrue(wire.written.isEmpty(), "the gateway has it");
        wire.say(1, Voyage.result(0));
        assertEquals(List.of(Voyage.result(0)), voyage.heard);
        assertTrue(voyage.ends.isEmpty());
    }

    @Test
    void beginsAnotherConnectionInPlaceOfOneThatIsUnknownBeforeAnythingWasSaidOnIt() {
        begin();
        FakeDial wire = voyage.websocket.dialled().attach("one", 0);
        voyage.send(Voyage.INITIALIZE);
        wire.cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(Code.CONNECTION_UNKNOWN, "No such connection.");
        voyage.time.advance(Duration.ofMillis(200));
        FakeDial other = voyage.websocket.dialled();
        assertNull(other.context.resumption().connectionId());
        other.attach("two", 0);
        assertEquals(List.of(Voyage.INITIALIZE), other.texts());
    }

    @Test
    void comesBackNoSoonerThanTheServerAsks() {
        begun().end(new CloseReason(Code.LIMIT_REACHED, "The poll was answered with 429.", Duration.ofSeconds(20)));
        ConnectionState.Reconnecting told = voyage.last(ConnectionState.Reconnecting.class);
        assertTrue(told.nextTry().toSeconds() >= 20, told.toString());
        assertTrue(told.why().contains("20 s"), told.toString());
        voyage.time.advance(Duration.ofSeconds(20).minusMillis(1));
        assertTrue(voyage.websocket.dials.isEmpty());
        voyage.time.advance(Duration.ofMillis(101));
        assertEquals(1, voyage.websocket.dials.size());
    }

    @Test
    void comesBackNoSoonerThanARefusedDialAsks() {
        begun().cut();
        voyage.retry();
        voyage.websocket.dialled().refuse(new CloseReason(Code.LIMIT_REACHED, "503.", Duration.ofSeconds(9)));
        voyage.sse.probes.remove().completeExceptionally(new AgentException(Code.LINK_LOST, "Held."));
        CloseReason busy = new CloseReason(Code.LIMIT_REACHED, "429.", Duration.ofSeconds(5));
        voyage.polling.probes.remove().completeExceptionally(new AgentException(busy, null));
        ConnectionState.Reconnecting told = voyage.last(ConnectionState.Reconnecting.class);
        assertEquals(9, told.nextTry().toSeconds(), told.toString());
    }

    @Test
    void isNotPutToSleepForADay() {
        begun().end(new CloseReason(Code.LIMIT_REACHED, "503.", Duration.ofDays(1)));
        ConnectionState.Reconnecting told = voyage.last(ConnectionState.Reconnecting.class);
        assertTrue(told.nextTry().compareTo(Duration.ofSeconds(301)) < 0, told.toString());
        assertTrue(told.why().contains("86400 s, of which 300 s must do"), told.toString());
    }

    @Test
    void tellsThatAMoveTakesItsTime() {
        FakeDial polling = onPolling();
        voyage.time.advance(Duration.ofSeconds(30));
        FakeDial better = voyage.websocket.dialled();
        polling.end(CloseReason.SUPERSEDED);
        voyage.time.advance(Duration.ofMillis(999));
        assertTrue(voyage.states.stream().noneMatch(ConnectionState.Reconnecting.class::isInstance));
        voyage.time.advance(Duration.ofMillis(1));
        assertEquals(
                ConnectionState.Reconnecting.class,
                voyage.states.get(voyage.states.size() - 1).getClass());
        better.attach("one", 0);
        assertEquals("websocket", voyage.last(ConnectionState.Connected.class).transport());
    }

    @Test
    void keepsATransportThatHasLivedLongEnough() {
        begin();
        FakeDial wire = voyage.websocket.dialled().attach("one", 0);
        for (int i = 0; i < 3; i++) {
            voyage.time.advance(Duration.ofSeconds(31));
            wire.cut();
            voyage.retry();
            wire = voyage.websocket.dialled().attach("one", 0);
        }
    }

    @Test
    void triesFirstWhatWorkedLastTime() {
        onPolling();
        Voyage next = new Voyage();
        next.memory.remember(Ladder.path(new Target.Address(URI.create("http://gateway.test/acp"))), "polling");
        next.begin(false, next.websocket, next.sse, next.polling);
        assertTrue(next.websocket.dials.isEmpty());
        next.polling.dialled().attach("one", 0);
        assertTrue(next.opened.isDone());
    }
}
