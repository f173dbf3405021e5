// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The connections of one gateway, in memory. */
public final class ConnectionTable implements ConnectionDirectory, Surroundings {
    private static final int ID_BYTES = 16;

    private record Opener(String principal, String client) {}

    private final Agent agent;
    private final ConnectionLimits limits;
    private final Timers timers;
    private final Executor delivery;
    private final JournalBudget budget;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger places = new AtomicInteger();
    private final Map<String, Connection> connections = new ConcurrentHashMap<>();
    private final Map<Opener, Connection> openers = new ConcurrentHashMap<>();
    private final Map<String, Connection> ending = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    /**
     * Creates an empty table.
     *
     * @param agent is connected to once for each connection
     * @param delivery runs the pumps of readers; must not block
     */
    public ConnectionTable(Agent agent, ConnectionLimits limits, Timers timers, Executor delivery) {
        this.agent = agent;
        this.limits = limits;
        this.timers = timers;
        this.delivery = delivery;
        this.budget = new JournalBudget(limits.allJournalsBytes(), limits.connections());
    }

    @Override
    public Connection reserve(Peer owner, @Nullable String client) {
        if (client == null) {
            return open(owner);
        }
        Opener opener = new Opener(owner.principal(), client);
        Connection before = openers.get(opener);
        if (before != null) {
            return before;
        }
        Connection mine = open(owner);
        Connection other = openers.putIfAbsent(opener, mine);
        if (other != null) {
            mine.end(CloseReason.NORMAL);
            return other;
        }
        if (!connections.containsKey(mine.id())) {
            openers.remove(opener, mine);
        }
        return mine;
    }

    private Connection open(Peer owner) {
        if (stopped) {
            throw new AgentException(Code.SHUTDOWN, CloseReason.SHUTDOWN.detail());
        }
        if (places.incrementAndGet() > limits.connections()) {
            places.decrementAndGet();
            throw new AgentException(
                    Code.LIMIT_REACHED,
                    "All " + limits.connections()
                            + " connections are in use. Try again later, or raise limits.connections.");
        }
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Journal journal = new MemoryJournal(limits.journalEvents(), limits.journalBytes(), budget);
        Connection connection = new Connection(id, owner, agent, limits, journal, this);
        connections.put(id, connection);
        timers.after(Watch.PERIOD, () -> tick(connection));
        if (stopped) {
            connection.end(CloseReason.SHUTDOWN);
        }
        return connection;
    }

    private void tick(Connection connection) {
        if (connection.tick()) {
            timers.after(Watch.PERIOD, () -> tick(connection));
        }
    }

    @Override
    public Connection get(String connectionId, Peer peer) {
        return requireOwner(connections.get(connectionId), peer);
    }

    private static Connection requireOwner(@Nullable Connection connection, Peer peer) {
        if (connection == null || !connection.owner().principal().equals(peer.principal())) {
            throw new AgentException(
                    Code.CONNECTION_UNKNOWN,
                    "There is no such connection (any more). Send initialize without a connection id to begin a new one.");
        }
        return connection;
    }

    @Override
    public Attachment attach(AttachRequest request) {
        String connectionId = request.connectionId();
        if (connectionId != null) {
            Connection open = connections.get(connectionId);
            Connection connection = requireOwner(open == null ? ending.get(connectionId) : open, request.peer());
            connection.admit(request);
            return new Place(connection, request);
        }
        Connection connection = reserve(request.peer(), request.client());
        try {
            connection.admit(request);
        } catch (AgentException e) {
            connection.abandon(e.reason());
            throw e;
        }
        return new Place(connection, request);
    }

    @Override
    public CompletionStage<Void> dismiss(String transport) {
        return CompletableFuture.allOf(connections.values().stream()
                .map(connection -> connection.dismiss(transport, CloseReason.SHUTDOWN))
                .toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public int size() {
        return connections.size();
    }

    /** Returns the connections that have a place, in no order. */
    public List<Connection> all() {
        return List.copyOf(connections.values());
    }

    @Override
    public CompletionStage<Void> stop() {
        stopped = true;
        List<Connection> all = new ArrayList<>(connections.values());
        all.addAll(ending.values());
        all.forEach(connection -> connection.end(CloseReason.SHUTDOWN));
        CompletableFuture<?>[] ends = all.stream()
                .map(connection -> connection.ended().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends);
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
        ending.put(connection.id(), connection);
        connections.remove(connection.id());
        openers.values().remove(connection);
        connection.ended().thenRun(() -> {
            ending.remove(connection.id());
            places.decrementAndGet();
        });
    }
}
