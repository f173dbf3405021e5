// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.WireListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConnectionTableTest {
    private static final Peer ALICE = new Peer("fake", "a", "alice");
    private static final Peer BOB = new Peer("fake", "b", "bob");

    private final FakeTimers timers = new FakeTimers();
    private final ManualExecutor delivery = new ManualExecutor();
    private final FakeAgent agent = new FakeAgent();
    private final ConnectionTable table = new ConnectionTable(
            agent, Limits.of("limits.connections", "2", "limits.provisional-streams", "0"), timers, delivery);

    private static Code refused(Runnable attempt) {
        return assertThrows(AgentException.class, attempt::run).code();
    }

    private static boolean isDone(CompletionStage<?> stage) {
        return stage.toCompletableFuture().isDone();
    }

    private static AttachRequest request(@Nullable String id, Streams streams) {
        return new AttachRequest(ALICE, id, null, streams, null, true, false);
    }

    @Test
    void theLimitIsCheckedBeforeAnAgentStarts() {
        table.reserve(ALICE, null);
        table.reserve(BOB, null);
        assertEquals(Code.LIMIT_REACHED, refused(() -> table.reserve(ALICE, null)));
        assertEquals(Code.LIMIT_REACHED, refused(() -> table.attach(request(null, Streams.ALL))));
        assertEquals(0, agent.connects);
        assertEquals(2, table.size());
    }

    @Test
    void aPlaceIsFreeWhenItsConnectionHasEndedAndNotBefore() {
        agent.lingers();
        Connection first = table.reserve(ALICE, null);
        table.reserve(ALICE, null);
        first.accept(null, WireListener.UNNUMBERED, Rpc.initialize("0"));
        first.end(CloseReason.NORMAL);
        assertEquals(1, table.size());
        assertEquals(Code.LIMIT_REACHED, refused(() -> table.reserve(ALICE, null)), "its agent still runs");
        agent.gone(CloseReason.NORMAL);
        table.reserve(ALICE, null);
    }

    @Test
    void placesAreNeverLost() {
        for (int i = 0; i < 50; i++) {
            Connection one = table.reserve(ALICE, "one");
            Connection two = table.reserve(ALICE, null);
            one.end(CloseReason.NORMAL);
            two.end(CloseReason.NORMAL);
            one.end(CloseReason.SHUTDOWN);
        }
        assertEquals(0, table.size());
    }

    @Test
    void idsAreLongRandomAndDifferent() {
        Connection one = table.reserve(ALICE, null);
        Connection two = table.reserve(ALICE, null);
        assertEquals(22, one.id().length(), "128 bits in base 64");
        assertNotEquals(one.id(), two.id());
        assertFalse(one.name().contains(one.id()), "a log never has the whole id");
    }

    @Test
    void aConnectionBelongsToItsPrincipal() {
        Connection connection = table.reserve(ALICE, null);
        assertSame(connection, table.get(connection.id(), ALICE));
        assertEquals(Code.CONNECTION_UNKNOWN, refused(() -> table.get(connection.id(), BOB)));
        assertEquals(Code.CONNECTION_UNKNOWN, refused(() -> table.get("none", ALICE)));
    }

    @Test
    void theSameClientOfTheSamePrincipalGetsTheSameConnectionWhileItLives() {
        Connection connection = table.reserve(ALICE, "tab");
        assertSame(connection, table.reserve(ALICE, "tab"));
        assertNotSame(connection, table.reserve(BOB, "tab"));
        connection.end(CloseReason.NORMAL);
        assertNotSame(connection, table.reserve(ALICE, "tab"));
    }

    @Test
    void anEndedConnectionIsUnknown() {
        Connection connection = table.reserve(ALICE, null);
        connection.end(CloseReason.NORMAL);
        assertEquals(Code.CONNECTION_UNKNOWN, refused(() -> table.get(connection.id(), ALICE)));
        assertEquals(Code.CONNECTION_UNKNOWN, refused(() -> table.attach(request(connection.id(), Streams.ALL))));
    }

    @Test
    void aWireWithoutAConnectionBeginsOne() {
        Attachment attachment = table.attach(request(null, Streams.ALL));
        assertEquals(0, attachment.received());
        FakeWire wire = new FakeWire();
        wire.hears(attachment.start(wire));
        wire.send(1, Rpc.initialize("0").text());
        assertEquals(1, agent.connects);
        assertEquals(1, table.get(attachment.connectionId(), ALICE).received(null));
        assertEquals(
                1, table.attach(request(attachment.connectionId(), Streams.ALL)).received());
    }

    @Test
    void aWireThatDoesNotOpenLeavesNothing() {
        table.attach(request(null, Streams.ALL)).abandon(CloseReason.LINK_LOST);
        assertEquals(0, table.size());
        assertEquals(Code.SESSION_UNKNOWN, refused(() -> table.attach(request(null, Streams.session("s")))));
        assertEquals(0, table.size());
    }

    @Test
    void aReservedConnectionThatNobodyUsesGoesAway() {
        table.reserve(ALICE, null);
        table.reserve(ALICE, null);
        timers.advance(Duration.ofSeconds(32));
        assertEquals(0, table.size());
        assertEquals(0, timers.waiting());
        table.reserve(ALICE, null);
    }

    @Test
    void stopEndsAllAndTakesNoMore() {
        agent.lingers();
        Connection connection = table.reserve(ALICE, null);
        connection.accept(null, WireListener.UNNUMBERED, Rpc.initialize("0"));
        FakeWire wire = new FakeWire();
        wire.hears(table.attach(request(connection.id(), Streams.ALL)).start(wire));
        table.reserve(BOB, null);
        CompletionStage<Void> stopped = table.stop();
        assertEquals(0, table.size());
        assertEquals(Code.SHUTDOWN, refused(() -> table.reserve(ALICE, null)));
        assertFalse(isDone(stopped));
        delivery.runAll();
        assertEquals(Code.SHUTDOWN, wire.closed().code());
        assertFalse(isDone(stopped), "the agent still runs");
        agent.gone(CloseReason.SHUTDOWN);
        assertTrue(isDone(stopped));
        timers.advance(Duration.ofSeconds(2));
        assertEquals(0, timers.waiting());
    }

    @Test
    void stopWaitsForThoseThatWereEndingBefore() {
        agent.lingers();
        Connection connection = table.reserve(ALICE, null);
        connection.accept(null, WireListener.UNNUMBERED, Rpc.initialize("0"));
        connection.end(CloseReason.NORMAL);
        CompletionStage<Void> stopped = table.stop();
        assertFalse(isDone(stopped));
        agent.gone(CloseReason.NORMAL);
        assertTrue(isDone(stopped));
    }

    @Test
    void stopOfAnEmptyTableIsDoneAtOnce() {
        assertTrue(isDone(table.stop()));
    }

    @Test
    void allJournalsTogetherAreBounded() {
        ConnectionLimits limits = Limits.of("limits.all-journals-bytes", "2 KiB", "limits.connections", "2");
        ConnectionTable small = new ConnectionTable(agent, limits, timers, delivery);
        Connection connection = small.reserve(ALICE, null);
        connection.accept(null, WireListener.UNNUMBERED, Rpc.initialize("0"));
        agent.say(Rpc.result("0"));
        List<CompletionStage<Void>> stages = new ArrayList<>();
        stages.add(agent.say(Rpc.sized(700)));
        stages.add(agent.say(Rpc.sized(700)));
        assertTrue(isDone(stages.get(0)));
        assertFalse(isDone(stages.get(1)));
    }
}
