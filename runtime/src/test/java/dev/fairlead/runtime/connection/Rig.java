// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.WireListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One connection with everything around it in the hands of a test. */
final class Rig implements Surroundings {
    static final Peer PEER = new Peer("fake", "nowhere", Peer.ANONYMOUS);

    final FakeTimers timers = new FakeTimers();
    final ManualExecutor delivery = new ManualExecutor();
    final FakeAgent agent = new FakeAgent();
    final JournalBudget budget;
    final Journal journal;
    final ConnectionLimits limits;
    final Connection connection;
    final List<Connection> over = new ArrayList<>();

    private Rig(ConnectionLimits limits) {
        this.limits = limits;
        this.budget = new JournalBudget(limits.allJournalsBytes(), limits.connections());
        this.journal = new MemoryJournal(limits.journalEvents(), limits.journalBytes(), budget);
        this.connection = new Connection("0123456789abcdef", PEER, agent, limits, journal, this);
        timers.after(Watch.PERIOD, this::tick);
    }

    /** Returns a connection that waits for initialize, under limits from alternating keys and values. */
    static Rig reserved(String... settings) {
        return new Rig(Limits.of(settings));
    }

    /** Returns a connection whose agent has answered initialize, in the answer to a POST. */
    static Rig live(String... settings) {
        Rig rig = new Rig(Limits.of(settings));
        rig.initialize();
        return rig;
    }

    void initialize() {
        post(Rpc.initialize("0"));
        agent.say(Rpc.result("0"));
        connection.initialized().thenAccept(response -> connection.initializeDelivered(null, response));
        agent.received.clear();
    }

    private void tick() {
        if (connection.tick()) {
            timers.after(Watch.PERIOD, this::tick);
        }
    }

    void pump() {
        delivery.runAll();
    }

    /** Lets time pass; readers keep up with it. */
    void advance(Duration time) {
        long seconds = time.toSeconds();
        for (long i = 0; i < seconds; i++) {
            timers.advance(Duration.ofSeconds(1));
            pump();
        }
        timers.advance(time.minusSeconds(seconds));
        pump();
    }

    CompletionStage<Void> post(Message message) {
        return connection.accept(null, WireListener.UNNUMBERED, message);
    }

    CompletionStage<Void> post(String client, long sequence, Message message) {
        return connection.accept(client, sequence, message);
    }

    /** Attaches a wire of the unnamed client without a cursor. */
    FakeWire attach(Streams streams) {
        return attach(null, streams, null, new FakeWire());
    }

    FakeWire attach(@Nullable String client, Streams streams, @Nullable Long after) {
        return attach(client, streams, after, new FakeWire());
    }

    FakeWire attach(@Nullable String client, Streams streams, @Nullable Long after, FakeWire wire) {
        return attach(new AttachRequest(PEER, connection.id(), client, streams, after, true, false), wire);
    }

    /** Attaches a wire whose client says what it has by the protocol of the medium. */
    FakeWire attachAcknowledging(@Nullable String client, @Nullable Long after) {
        return attach(new AttachRequest(PEER, connection.id(), client, Streams.ALL, after, true, true), new FakeWire());
    }

    FakeWire attach(AttachRequest request, FakeWire wire) {
        connection.admit(request);
        wire.hears(connection.attach(request, wire));
        pump();
        return wire;
    }

    /** Attaches a wire that takes its connection along. */
    FakeWire attachPlainWebSocket() {
        return attach(new AttachRequest(PEER, null, null, Streams.ALL, null, false, false), new FakeWire());
    }

    /** Lets the agent say notes numbered from 1. */
    void sayNotes(int count) {
        for (int i = 1; i <= count; i++) {
            agent.say(Rpc.note(i));
        }
        pump();
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public Executor delivery() {
        return delivery;
    }

    @Override
    public void ended(Connection connection) {
        over.add(connection);
    }
}
