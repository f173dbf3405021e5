// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one client to one agent; it outlives the wires that carry it.
 *
 * <p>Three work on its {@link Parts}, under their one lock: {@link FromClients} brings messages up, {@link FromAgent} brings them down
 * into the journal, and the {@link Wires} carry them to the clients. Here is what concerns all three: the end, and time.
 *
 * <p>Thread-safe. The lock guards state alone: wires, agents and stages are called without it.
 */
public final class Connection {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);

    private final String id;
    private final Peer owner;
    private final ConnectionLimits limits;
    private final Surroundings around;
    private final Parts parts;
    private final FromClients fromClients;
    private final Wires wires;
    private final CompletableFuture<Event> initialized = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Connection(String id, Peer owner, Agent agent, ConnectionLimits limits, Journal journal, Surroundings around) {
        this.id = id;
        this.owner = owner;
        this.limits = limits;
        this.around = around;
        this.parts = new Parts(name(), limits, journal, around.timers().now());
        FromAgent fromAgent = new FromAgent(this, parts, agent, limits, around.timers());
        this.fromClients = new FromClients(this, parts, fromAgent, around.timers());
        this.wires = new Wires(this, parts, fromClients, limits, around);
    }

    /** Returns the secret id (wire.md 2.9). */
    public String id() {
        return id;
    }

    /** Returns the start of the id, which may be logged. */
    public String name() {
        return "c-" + id.substring(0, 6);
    }

    /** Returns who opened it; nobody else may use it. */
    public Peer owner() {
        return owner;
    }

    /** Returns the ids of the transports that carry it down to its clients at this moment. */
    public List<String> carriers() {
        return parts.readers.transports();
    }

    /** Returns a stage with the response to {@code initialize}; fails with an {@link AgentException}. */
    public CompletionStage<Event> initialized() {
        return initialized;
    }

    /** Returns a stage that completes when no wire and no agent of it is left. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    private long now() {
        return around.timers().now();
    }

    /** Returns whether the calling thread holds the lock; nobody outside is ever called then. */
    boolean isLockedHere() {
        return Thread.holdsLock(parts);
    }

    // ---- what clients say

    /**
     * Takes a message from a client, over a medium that may bring it twice.
     *
     * @param clientName who sent it, or null for the unnamed client
     * @param sequence its number, or {@link WireListener#UNNUMBERED}; one that came before is taken for accepted
     * @return completes when there is room for more
     * @throws AgentException if it is refused; its number is not used up then
     */
    public CompletionStage<Void> accept(@Nullable String clientName, long sequence, Message message) {
        return fromClients.accept(clientName, sequence, message);
    }

    /** Counts a number as used by a message that was refused for good; returns whether it is, not if it is too far ahead. */
    public boolean skip(@Nullable String clientName, long sequence) {
        return fromClients.skip(clientName, sequence);
    }

    /** Returns the highest number accepted from a client without a hole. */
    long received(@Nullable String clientName) {
        return fromClients.received(clientName);
    }

    /** Learns from a client itself that it has everything of some streams up to a sequence; from now on it alone says so. */
    public void acknowledged(@Nullable String clientName, Streams streams, long upTo) {
        wires.acknowledged(clientName, streams, upTo);
    }

    /** Learns that the response to {@code initialize} went out in the answer to its POST. */
    public void initializeDelivered(@Nullable String clientName, Event response) {
        wires.initializeDelivered(clientName, response);
    }

    // ---- the agent

    /** Learns the agent's answer to {@code initialize}. */
    void initialized(Event response) {
        initialized.complete(response);
        if (response.message().envelope().kind() == Envelope.Kind.ERROR) {
            end(new CloseReason(Code.AGENT_UNAVAILABLE, "The agent refused initialize."));
        }
    }

    // ---- the wires

    /** Checks that a wire may be attached; throws an {@link AgentException} with what the peer is to be told. */
    void admit(AttachRequest request) {
        wires.admit(request);
    }

    /** Gives back the place of a wire that did not open. */
    void abandon(CloseReason why) {
        wires.abandon(why);
    }

    /** Starts to read for a wire. */
    WireListener attach(AttachRequest request, Wire wire) {
        return wires.attach(request, wire);
    }

    /** Tells the wires of one transport to end; completes when they are gone. */
    CompletableFuture<Void> dismiss(String transport, CloseReason why) {
        return wires.dismiss(transport, why);
    }

    // ---- the end

    /**
     * Ends the connection: takes it out of the table, closes the agent, answers what is pending with an error, lets readers deliver
     * what there is and the reason. Only the first call counts.
     */
    public void end(CloseReason why) {
        CompletableFuture<Void> granted;
        boolean first;
        synchronized (parts) {
            first = parts.end(why, now());
            if (why.code() == Code.SHUTDOWN) {
                parts.hurry(now());
            }
            granted = first ? parts.demand.granted(true) : null;
        }
        if (!first) {
            finishIfDone();
            return;
        }
        around.ended(this);
        log.info("Connection ended: {} connection={}", why, name());
        parts.line.close(why);
        initialized.completeExceptionally(new AgentException(why.code(), why.detail()));
        Demand.grant(granted);
        parts.readers.wakeAll();
        finishIfDone();
    }

    /** Completes the end when neither a wire nor anything of the agent is left. */
    void finishIfDone() {
        synchronized (parts) {
            if (!parts.finish(now())) {
                return;
            }
        }
        ended.complete(null);
    }

    // ---- time

    /** Looks after everything that depends on time; called about once a {@link Watch#PERIOD}. Returns whether to go on. */
    boolean tick() {
        CloseReason overdue;
        CompletableFuture<Void> granted;
        List<Watch.Cut> cuts;
        boolean tells;
        synchronized (parts) {
            long now = now();
            boolean over = parts.life.isOver();
            overdue = over ? null : parts.watch.overdue(now, parts.life.isReserved(), parts.readers.anyActive());
            cuts = parts.watch.cuts(now, parts.readers, parts.demand.isPaused(now, limits.stallTime()));
            tells = !over && parts.forget(now);
            granted = parts.demand.granted(false);
        }
        Demand.grant(granted);
        cuts.forEach(cut -> cut.reader().cut(cut.reason()));
        parts.readers.forEach(Reader::wakeIfDue);
        if (tells) {
            parts.readers.wakeAll();
        }
        if (overdue != null) {
            end(overdue);
        }
        finishIfDone();
        return !ended.isDone();
    }
}
