// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.AgentListener;
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
import dev.fairlead.runtime.connection.Reader.Step;
import dev.fairlead.runtime.connection.Router.Route;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection of one client to one agent; it outlives the wires that carry it.
 *
 * <p>It joins its parts and holds their one lock: the {@link Life}, the way up ({@link Intake}, then the {@link AgentLine}), the way
 * down ({@link Delivery} and the {@link Readers}), the {@link Router} between them, and the {@link Watch}.
 *
 * <p>Thread-safe. The lock guards state alone: wires, agents and stages are called without it.
 */
public final class Connection {
    private static final Logger log = LoggerFactory.getLogger(Connection.class);
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    private final String id;
    private final Peer owner;
    private final Agent agent;
    private final ConnectionLimits limits;
    private final Surroundings around;

    private final Object lock = new Object();
    private final Life life = new Life();
    private final Watch watch;
    private final Clients clients;
    private final Sessions sessions;
    private final Router router;
    private final Readers readers = new Readers();
    private final Delivery down;
    private final Intake up;
    private final AgentLine line;
    private final CompletableFuture<Event> initialized = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    Connection(String id, Peer owner, Agent agent, ConnectionLimits limits, Journal journal, Surroundings around) {
        this.id = id;
        this.owner = owner;
        this.agent = agent;
        this.limits = limits;
        this.around = around;
        this.watch = new Watch(limits, around.timers().now());
        this.clients = new Clients(limits);
        this.sessions = new Sessions(limits);
        this.router = new Router(limits, sessions);
        this.down = new Delivery(journal, clients, readers);
        this.line = new AgentLine(limits);
        this.up = new Intake(name(), router, readers, down, line);
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

    /** Returns a stage with the response to {@code initialize}; fails with an {@link AgentException}. */
    public CompletionStage<Event> initialized() {
        return initialized;
    }

    /** Returns a stage that completes when no wire and no agent of it is left. */
    public CompletionStage<Void> ended() {
        return ended;
    }

    long now() {
        return around.timers().now();
    }

    /** Returns whether the calling thread holds the lock; nobody outside is ever called then. */
    boolean isLockedHere() {
        return Thread.holdsLock(lock);
    }

    // ---- the way up

    /**
     * Takes a message from a client, over a medium that may bring it twice.
     *
     * @param clientName who sent it, or null for the unnamed client
     * @param sequence its number, or {@link WireListener#UNNUMBERED}; one that came before is taken for accepted
     * @return completes when there is room for more
     * @throws AgentException if it is refused; its number is not used up then
     */
    public CompletionStage<Void> accept(@Nullable String clientName, long sequence, Message message) {
        return accept(clientName, sequence, message, true);
    }

    /** Takes a message from a client, over a medium that brings each once [3.3]. */
    CompletionStage<Void> acceptOnce(@Nullable String clientName, long sequence, Message message) {
        return accept(clientName, sequence, message, false);
    }

    private CompletionStage<Void> accept(
            @Nullable String clientName, long sequence, Message message, boolean repeatable) {
        boolean starts;
        boolean tells;
        synchronized (lock) {
            life.requireOpen();
            up.accept(clients.get(clientName, now()), sequence, message, repeatable, now());
            starts = starts();
            tells = up.takeTells();
        }
        passOn(starts, tells);
        return line.room();
    }

    /** Counts a number as used by a message that was refused for good. */
    public void skip(@Nullable String clientName, long sequence) {
        boolean starts;
        boolean tells;
        synchronized (lock) {
            if (life.isOver()) {
                return;
            }
            up.skip(clients.get(clientName, now()), sequence, now());
            starts = starts();
            tells = up.takeTells();
        }
        passOn(starts, tells);
    }

    /** Answers in the journal what was wrong with a message from a wire; the sender waits if nobody reads the answers. */
    CompletionStage<Void> refuse(
            @Nullable String clientName, long sequence, @Nullable Message message, AgentException e) {
        boolean fatal;
        CompletionStage<Void> next = GO_ON;
        synchronized (lock) {
            if (life.isOver() || clients.get(clientName, now()).upward.isDuplicate(sequence)) {
                return GO_ON;
            }
            fatal = life.isReserved() && e.code() != Code.BATCH;
            if (!fatal) {
                up.refuse(message, e);
                next = down.room(now());
            }
        }
        log.debug("A message was refused: {} connection={}", e.getMessage(), name());
        if (fatal) {
            end(new CloseReason(Code.PROTOCOL, String.valueOf(e.getMessage())));
        } else {
            skip(clientName, sequence);
        }
        return next;
    }

    /** Counts a numbered message that came over a wire: its peer is told in time up to where all are accepted (wire.md 2.4). */
    void owe(Reader reader, int bytes) {
        boolean first;
        boolean due;
        synchronized (lock) {
            first = reader.receipt.count(bytes);
            due = reader.receipt.isDue();
        }
        if (due) {
            reader.wake();
        } else if (first) {
            around.timers().after(Receipt.LATEST, () -> {
                synchronized (lock) {
                    reader.receipt.expire();
                }
                reader.wake();
            });
        }
    }

    /** Returns, once, whether the agent is to be started. */
    private boolean starts() {
        if (!life.isReserved() || !up.isInitializing()) {
            return false;
        }
        life.start();
        watch.initializing(now());
        return true;
    }

    private void passOn(boolean starts, boolean tells) {
        if (starts) {
            connectAgent();
        }
        line.drain();
        if (tells) {
            readers.wakeAll();
        }
    }

    /** Returns the highest number accepted from a client without a hole. */
    long received(@Nullable String clientName) {
        synchronized (lock) {
            return clients.get(clientName, now()).upward.received();
        }
    }

    // ---- the agent

    private void connectAgent() {
        line.connect(agent, new AgentContext(name(), owner, limits.message(), new FromAgent()))
                .whenComplete((why, failure) -> {
                    synchronized (lock) {
                        life.agentGone();
                    }
                    if (failure != null) {
                        end(unavailable(failure));
                    }
                    finishIfDone();
                });
    }

    private CloseReason unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AgentException refusal) {
            Throwable detail = refusal.getCause() == null ? refusal : refusal.getCause();
            log.warn("The agent did not start: {} connection={}", detail.getMessage(), name());
            return refusal.reason();
        }
        log.error("The agent did not start. connection={}", name(), cause);
        return new CloseReason(Code.AGENT_UNAVAILABLE, "The agent could not be started.");
    }

    /** Hears the agent. */
    private final class FromAgent implements AgentListener {
        @Override
        public CompletionStage<Void> onMessage(Message message) {
            return fromAgent(message);
        }

        @Override
        public void onClosed(CloseReason why) {
            end(why);
        }
    }

    private CompletionStage<Void> fromAgent(Message message) {
        CompletionStage<Void> next;
        Event response = null;
        String violation;
        String stream = null;
        synchronized (lock) {
            if (life.isOver()) {
                return GO_ON;
            }
            violation = down.isOverrun() ? "The agent sends more than it is asked for." : null;
            try {
                Route route = router.toClient(message.envelope(), now());
                stream = route.stream();
                Event event = down.append(stream, message);
                if (route.first()) {
                    response = event;
                    life.live();
                    watch.initialized(now());
                }
                if (route.ended() != null) {
                    endSession(route.ended(), new CloseReason(Code.NORMAL, "The session has ended."));
                }
            } catch (AgentException e) {
                if (line.hasRoom()) {
                    line.add(JsonRpc.error(String.valueOf(message.envelope().id()), e.reason()));
                } else {
                    violation = "The agent asks on and on, and does not read the answers.";
                }
            }
            next = down.room(now());
        }
        if (response != null) {
            initialized(response);
        }
        readers.wake(stream);
        line.drain();
        if (violation != null) {
            end(new CloseReason(Code.PROTOCOL, violation));
        }
        return next;
    }

    private void initialized(Event response) {
        initialized.complete(response);
        if (response.message().envelope().kind() == Envelope.Kind.ERROR) {
            end(new CloseReason(Code.AGENT_UNAVAILABLE, "The agent refused initialize."));
        }
    }

    // ---- the way down

    /**
     * Checks that a wire may be attached.
     *
     * @throws AgentException with what the peer is to be told
     */
    void admit(AttachRequest request) {
        synchronized (lock) {
            life.requireOpen();
            clients.get(request.client(), now());
            String sessionId = request.streams().sessionId();
            if (sessionId != null) {
                sessions.open(sessionId, now());
            }
        }
    }

    /** Gives back the place of a wire that did not open: nothing is left of a connection that nothing else uses. */
    void abandon(CloseReason why) {
        boolean unused;
        synchronized (lock) {
            unused = life.isReserved() && readers.isEmpty();
        }
        if (unused) {
            end(why);
        }
    }

    /** Starts to read for a wire; an older one of the same client on the same streams is superseded. */
    WireListener attach(AttachRequest request, Wire wire) {
        Reader reader;
        CompletableFuture<Void> granted;
        CloseReason late;
        synchronized (lock) {
            Client client = clients.get(request.client(), now());
            reader = new Reader(this, client, request, wire, around);
            if (life.isOver()) {
                reader.end(life.reason(), true, now());
            } else {
                readers.supersede(client, request.streams(), now());
            }
            client.reads = true;
            if (request.after() != null) {
                down.place(reader, request.after());
            }
            readers.add(reader);
            watch.read(now());
            granted = down.granted(false);
            late = life.hasEnded() ? life.reason() : null;
        }
        log.debug("Reader attached. transport={} connection={}", wire.peer().transport(), name());
        grant(granted);
        readers.wakeAll();
        if (late != null) {
            reader.cut(late);
        }
        return new FromWire(this, reader, request.client(), limits.message());
    }

    /** Returns the next step of a reader, or null if there is none now. Called by its pump. */
    @Nullable Step next(Reader reader) {
        synchronized (lock) {
            return down.next(reader);
        }
    }

    /** Learns that a wire has taken a reader's events up to a sequence. Called by its pump. */
    void taken(Reader reader, long upTo) {
        CompletableFuture<Void> granted;
        boolean superseded;
        synchronized (lock) {
            down.taken(reader, upTo, now());
            granted = down.granted(false);
            superseded = reader.ending != null;
        }
        grant(granted);
        if (superseded) {
            readers.wakeAll();
        }
    }

    /** Learns that the response to {@code initialize} went out in the answer to its POST. */
    public void initializeDelivered(@Nullable String clientName, Event response) {
        CompletableFuture<Void> granted;
        synchronized (lock) {
            down.deliveredAlone(clients.get(clientName, now()), response);
            granted = down.granted(false);
        }
        grant(granted);
    }

    /** Learns from a client itself that it has everything of some streams up to a sequence; from now on it alone says so. */
    public void acknowledged(@Nullable String clientName, Streams streams, long upTo) {
        CompletableFuture<Void> granted;
        synchronized (lock) {
            if (streams.sessionId() != null && !sessions.has(streams.sessionId())) {
                return;
            }
            Client client = clients.get(clientName, now());
            client.acknowledging(streams);
            down.acknowledged(client, streams, upTo);
            granted = down.granted(false);
        }
        grant(granted);
    }

    /** Learns from a reader's wire that the client has everything up to a sequence. */
    void acknowledged(Reader reader, long upTo) {
        CompletableFuture<Void> granted;
        synchronized (lock) {
            down.acknowledged(reader.client, reader.streams, upTo);
            granted = down.granted(false);
        }
        grant(granted);
    }

    private static void grant(@Nullable CompletableFuture<Void> granted) {
        if (granted != null) {
            granted.complete(null);
        }
    }

    /** Learns that a wire is gone. One that does not outlive its connection takes it along. */
    void detach(Reader reader, CloseReason why) {
        boolean ends;
        synchronized (lock) {
            ends = readers.remove(reader) && !reader.lasting && reader.ending == null;
            watch.read(now());
        }
        log.debug("Reader detached: {} connection={}", why, name());
        readers.wakeAll();
        if (ends) {
            end(why);
        }
        finishIfDone();
    }

    // ---- the end

    /**
     * Ends the connection: takes it out of the table, closes the agent, answers what is pending with an error, lets readers deliver
     * what there is and the reason. Only the first call counts.
     */
    public void end(CloseReason why) {
        CompletableFuture<Void> granted;
        synchronized (lock) {
            if (!life.end(why)) {
                return;
            }
            router.drain()
                    .forEach(request -> down.append(request.getValue().stream(), JsonRpc.error(request.getKey(), why)));
            readers.end(null, why, now());
            granted = down.granted(true);
        }
        around.ended(this);
        log.info("Connection ended: {} connection={}", why, name());
        line.close(why);
        initialized.completeExceptionally(new AgentException(why.code(), why.detail()));
        grant(granted);
        readers.wakeAll();
        finishIfDone();
    }

    private void finishIfDone() {
        synchronized (lock) {
            if (!life.finish(!readers.isEmpty())) {
                return;
            }
            down.clear();
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
        synchronized (lock) {
            long now = now();
            overdue = life.isOver() ? null : watch.overdue(now, life.isReserved(), readers.anyActive());
            cuts = watch.cuts(now, readers, down.isPaused(now, limits.stallTime()));
            tells = !life.isOver() && forget(now);
            granted = down.granted(false);
        }
        grant(granted);
        cuts.forEach(cut -> cut.reader().cut(cut.reason()));
        readers.forEach(Reader::wakeIfDue);
        if (tells) {
            readers.wakeAll();
        }
        if (overdue != null) {
            end(overdue);
        }
        return !ended.isDone();
    }

    /** Frees what belongs to sessions that ended, never came or lie idle, and to clients that left; returns whether it says so. */
    private boolean forget(long now) {
        CloseReason lost = new CloseReason(Code.SESSION_UNKNOWN, "The session did not come.");
        sessions.expire(true, now - limits.provisionalTime().toNanos(), router::isAsked)
                .forEach(session -> endSession(session, lost));
        sessions.expire(false, now - limits.unreadTime().toNanos(), this::isUsed)
                .forEach(session -> watch.sessionEnded(session, now));
        boolean tells = false;
        for (String sessionId : watch.endedSessions(now)) {
            if (!sessions.has(sessionId)) {
                tells |= free(sessionId);
            }
        }
        clients.expire(now, readers);
        if (around.isShortOfMemory()) {
            down.shed();
        }
        return tells;
    }

    private boolean isUsed(String sessionId) {
        return readers.anyOn(sessionId) || router.isAsked(sessionId) || down.hasUndelivered(sessionId);
    }

    /** Frees what an ended session has left; its requests without an answer get one now. */
    private boolean free(String sessionId) {
        down.drop(sessionId);
        List<String> unanswered = router.forget(sessionId);
        CloseReason why = new CloseReason(Code.SESSION_UNKNOWN, "The session ended without an answer.");
        unanswered.forEach(request -> down.append(null, JsonRpc.error(request, why)));
        return !unanswered.isEmpty();
    }

    private void endSession(String sessionId, CloseReason why) {
        readers.end(sessionId, why, now());
        watch.sessionEnded(sessionId, now());
    }
}
