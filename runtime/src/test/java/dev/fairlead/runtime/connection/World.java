// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One connection with its agent, its clients and the network between them, from its first message to its end. */
final class World implements Surroundings, RecordingJournal.Listener {
    static final Peer PEER = new Peer("simulated", "nowhere", Peer.ANONYMOUS);

    final Chance chance;
    final Invariants invariants = new Invariants();
    final Scheduler scheduler;
    final FakeTimers timers = new FakeTimers();
    final Ledger ledger = new Ledger();
    final JournalBudget budget;
    final ConnectionLimits limits;
    final RecordingJournal journal;
    final SimulatedAgent agent;
    final Connection connection;
    final List<SimulatedClient> clients = new ArrayList<>();
    final List<SimulatedWire> wires = new ArrayList<>();
    final Map<String, Upward> upwards = new HashMap<>();
    final List<String> sessions = new ArrayList<>();
    final PlantedBug bug;
    final Tally tally;
    private final Map<String, Upward> requests = new HashMap<>();
    private final List<CompletionStage<?>> promises = new ArrayList<>();
    private final Executor delivery;
    private int announcedEnds;

    World(Chance chance, Scheduler scheduler, PlantedBug bug, Tally tally) {
        this.tally = tally;
        this.chance = chance;
        this.scheduler = scheduler;
        this.bug = bug;
        this.limits = limits(chance);
        this.budget = new JournalBudget(limits.allJournalsBytes(), limits.connections());
        this.delivery = bug.delivery(scheduler);
        this.journal = new RecordingJournal(
                bug.journal(new MemoryJournal(limits.journalEvents(), limits.journalBytes(), budget)),
                ledger,
                invariants,
                limits,
                this);
        this.agent = new SimulatedAgent(this);
        this.connection = new Connection("simulated-connection", PEER, agent, limits, journal, this);
        connection.ended().thenRun(this::verifyAllAreGone);
        timers.after(Watch.PERIOD, this::tick);
        SimulatedClient.populate(this);
    }

    private static ConnectionLimits limits(Chance chance) {
        return Limits.of(
                "limits.journal-events", "" + chance.between(16, 64),
                "limits.journal-bytes", chance.between(2, 20) + " KiB",
                "limits.message-bytes", "6 KiB",
                "limits.pending-requests", "" + chance.between(4, 40),
                "limits.reorder-window", "" + chance.between(2, 16),
                "limits.provisional-streams", "8",
                "limits.provisional-time", "5 s",
                "limits.initialize-time", "10 s",
                "limits.idle-time", "10 s",
                "limits.never-read-time", "10 s",
                "limits.unread-time", "20 s",
                "limits.stall-time", "3 s",
                "limits.silence", "6 s",
                "heartbeat", "2 s");
    }

    private void tick() {
        if (connection.tick()) {
            timers.after(Watch.PERIOD, this::tick);
        }
    }

    /** Hears of each event of the journal: answers of the agent are told from those of the gateway. */
    @Override
    public void appended(Event event) {
        if (!agent.isSpeaking()) {
            agent.gatewaySpoke();
        }
        Envelope envelope = event.message().envelope();
        Upward request = envelope.isResponse() ? requests.get(String.valueOf(envelope.id())) : null;
        if (request == null) {
            return;
        }
        request.answers++;
        if (!agent.isSpeaking()) {
            tally.count("answered by the gateway");
            request.givenUp = event.message().text().contains("\"session-unknown\"");
            request.refused = !request.givenUp;
        }
        invariants.check(request.answers == 1 || request.givenUp, "{} was answered twice", request);
    }

    @Override
    public void dropped(String sessionId) {
        clients.forEach(client -> client.forget(Streams.session(sessionId)));
    }

    @Override
    public void acknowledged(Streams streams, long upTo) {
        for (SimulatedClient client : clients) {
            invariants.check(
                    upTo <= client.acknowledged(streams) || !client.isHere(),
                    "{} has not all of {} up to {}",
                    client,
                    streams,
                    upTo);
        }
    }

    /** Keeps a message that a client is going to send. */
    void sends(Upward message) {
        if (message.kind != Upward.Kind.GARBAGE) {
            upwards.put(message.text, message);
        }
        if (message.kind == Upward.Kind.REQUEST) {
            requests.put(message.id, message);
        }
    }

    /** Returns what a client sent under a number. */
    Upward upward(String client, long number) {
        return clients.stream()
                .filter(one -> one.toString().equals(client))
                .findFirst()
                .orElseThrow()
                .outbox
                .sent(number);
    }

    /** Keeps a stage that must complete, at the latest when all is over. */
    void promised(CompletionStage<?> stage) {
        if (!stage.toCompletableFuture().isDone()) {
            promises.add(stage);
            stage.whenComplete((nothing, failure) -> requireUnlocked("who waited is let go"));
        }
    }

    boolean isOver() {
        return announcedEnds > 0;
    }

    void requireUnlocked(String what) {
        invariants.check(!connection.isLockedHere(), "{} under the connection's lock", what);
    }

    /** Accepts a message at the door for POSTs. */
    CompletionStage<Void> post(@Nullable String client, long number, Message message) {
        return connection.accept(client, bug.number(number), message);
    }

    // ---- what must hold whenever nothing is under way

    /** Nobody may be forgotten: whoever could go on without anything else happening has gone on. */
    void verifyNobodyWaitsForNothing() {
        wires.removeIf(SimulatedWire::isGone);
        for (SimulatedWire wire : wires) {
            invariants.check(!wire.isForgotten(), "nobody wakes the {}", wire);
        }
        if (agent.isReady()) {
            clients.forEach(client -> client.outbox.verifyTakenAreReceived());
        }
        invariants.check(
                !agent.isPaused() || journal.isFull(),
                "the agent waits, though the journal has {} events",
                journal.size());
    }

    /** Everybody who was there to the end has all there was. */
    void verifyAllArrived() {
        verifyNobodyWaitsForNothing();
        invariants.check(!journal.isFull(), "the journal is full, but all is delivered");
        agent.verifyAllReceived();
        for (SimulatedClient client : clients) {
            client.verifyAllArrived();
        }
        for (CompletionStage<?> promise : promises) {
            invariants.check(
                    promise.toCompletableFuture().isDone(), "somebody waits for ever to send the next message");
        }
    }

    /** It has ended only when no wire and no agent is left. */
    private void verifyAllAreGone() {
        requireUnlocked("the end is told");
        agent.verifyGone();
        for (SimulatedWire wire : wires) {
            invariants.check(wire.isGone() || !wire.isAttached(), "left: {}", wire);
        }
    }

    /** Nothing may be left of a connection that has ended. */
    void verifyNothingIsLeft() {
        invariants.check(connection.ended().toCompletableFuture().isDone(), "the connection does not end: {}", state());
        invariants.check(announcedEnds == 1, "the end was announced {} times", announcedEnds);
        invariants.check(journal.size() == 0 && budget.used() == 0, "{} bytes are left in the journal", budget.used());
        invariants.check(timers.waiting() == 0, "{} timers are left", timers.waiting());
        invariants.check(connection.initialized().toCompletableFuture().isDone(), "initialize was never answered");
        for (SimulatedWire wire : wires) {
            invariants.check(wire.isGone(), "left: {}", wire);
        }
        for (CompletionStage<?> promise : promises) {
            invariants.check(promise.toCompletableFuture().isDone(), "a stage was never completed");
        }
        for (Upward request : requests.values()) {
            invariants.check(!request.received || request.answers > 0, "{} was never answered", request);
        }
    }

    /** Returns in words who waits for what. */
    String state() {
        wires.removeIf(SimulatedWire::isGone);
        return "agent " + agent.state() + ", journal of " + journal.size() + (journal.isFull() ? " full, " : ", ")
                + clients.stream().map(SimulatedClient::state).toList() + ", " + wires;
    }

    /** Lets time pass. */
    void pass(int millis) {
        invariants.trace("{} ms pass", millis);
        timers.advance(Duration.ofMillis(millis));
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
    public void ended(Connection over) {
        requireUnlocked("the table is told of the end");
        announcedEnds++;
    }

    /** Ends the connection on purpose. */
    void end(CloseReason why) {
        connection.end(why);
    }
}
