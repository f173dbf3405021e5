// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The wires of one connection, from their coming to their going: each has a reader, and what it took lets the agent go on. */
final class Wires {
    private static final Logger log = LoggerFactory.getLogger(Wires.class);

    private final Connection connection;
    private final Parts parts;
    private final FromClients fromClients;
    private final ConnectionLimits limits;
    private final Surroundings around;

    Wires(Connection connection, Parts parts, FromClients fromClients, ConnectionLimits limits, Surroundings around) {
        this.connection = connection;
        this.parts = parts;
        this.fromClients = fromClients;
        this.limits = limits;
        this.around = around;
    }

    private long now() {
        return around.timers().now();
    }

    // ---- coming and going

    /**
     * Checks that a wire may be attached.
     *
     * @throws AgentException with what the peer is to be told
     */
    void admit(AttachRequest request) {
        synchronized (parts) {
            if (parts.life.hasEnded()) {
                parts.life.requireOpen();
            }
            parts.clients.get(request.client(), now());
            String sessionId = request.streams().sessionId();
            if (sessionId != null && !parts.life.isOver()) {
                parts.sessions.open(sessionId, now());
            }
        }
    }

    /** Gives back the place of a wire that did not open: nothing is left of a connection that nothing else uses. */
    void abandon(CloseReason why) {
        boolean unused;
        synchronized (parts) {
            unused = parts.life.isReserved() && parts.readers.isEmpty();
        }
        if (unused) {
            connection.end(why);
        }
    }

    /** Starts to read for a wire; an older one of the same client on the same streams is superseded. */
    WireListener attach(AttachRequest request, Wire wire) {
        Reader reader;
        CompletableFuture<Void> granted;
        CloseReason late;
        synchronized (parts) {
            Client client = parts.clients.get(request.client(), now());
            reader = new Reader(this, client, request, wire, around);
            parts.readers.supersede(client, request.streams(), now());
            if (parts.life.isOver()) {
                reader.end(parts.life.reason(), true, now());
            }
            client.reads = true;
            if (request.after() != null) {
                parts.cursors.place(reader, request.after());
            }
            parts.readers.add(reader);
            parts.watch.read(now());
            granted = parts.demand.granted(false);
            late = parts.life.hasEnded() ? parts.life.reason() : null;
        }
        log.debug("Reader attached. transport={} connection={}", wire.peer().transport(), connection.name());
        Demand.grant(granted);
        parts.readers.wakeAll();
        if (late != null) {
            reader.cut(late);
        }
        return new FromWire(fromClients, this, reader, request.client(), limits.message());
    }

    /** Learns that a wire is gone. One that does not outlive its connection takes it along. */
    void detach(Reader reader, CloseReason why) {
        boolean ends;
        synchronized (parts) {
            ends = parts.readers.remove(reader) && !reader.lasting && reader.ending == null;
            parts.watch.read(now());
        }
        log.debug("Reader detached: {} connection={}", why, connection.name());
        reader.gone().complete(null);
        parts.readers.wakeAll();
        if (ends) {
            connection.end(why);
        }
        connection.finishIfDone();
    }

    /**
     * Tells the wires of one transport to end; the connection stays, unless one of them does not outlive it.
     *
     * @return completes when they are gone
     */
    CompletableFuture<Void> dismiss(String transport, CloseReason why) {
        List<Reader> dismissed;
        synchronized (parts) {
            dismissed = parts.readers.dismiss(transport, why, now());
        }
        dismissed.forEach(Reader::wake);
        if (dismissed.stream().anyMatch(reader -> !reader.lasting)) {
            connection.end(why);
        }
        return CompletableFuture.allOf(dismissed.stream().map(Reader::gone).toArray(CompletableFuture<?>[]::new));
    }

    // ---- what goes down

    /** Returns the next step of a reader, or null if there is none now. Called by its pump. */
    @Nullable Step next(Reader reader) {
        synchronized (parts) {
            return parts.delivery.next(reader);
        }
    }

    /** Learns that a wire has taken a reader's events up to a sequence. Called by its pump. */
    void taken(Reader reader, long upTo) {
        CompletableFuture<Void> granted;
        boolean superseded;
        synchronized (parts) {
            parts.cursors.taken(reader, upTo, now());
            granted = parts.demand.granted(false);
            superseded = reader.ending != null;
        }
        Demand.grant(granted);
        if (superseded) {
            parts.readers.wakeAll();
        }
    }

    /** Learns that a wire has taken its last notice. Called by its pump. */
    void told(Reader reader, CloseReason end) {
        synchronized (parts) {
            reader.client.told |= parts.life.isOver() && end.equals(parts.life.reason());
        }
    }

    /** Learns that the response to {@code initialize} went out in the answer to its POST. */
    void initializeDelivered(@Nullable String clientName, Event response) {
        CompletableFuture<Void> granted;
        synchronized (parts) {
            parts.cursors.deliveredAlone(parts.clients.get(clientName, now()), response);
            granted = parts.demand.granted(false);
        }
        Demand.grant(granted);
    }

    /** Learns from a client itself that it has everything of some streams up to a sequence; from now on it alone says so. */
    void acknowledged(@Nullable String clientName, Streams streams, long upTo) {
        CompletableFuture<Void> granted;
        synchronized (parts) {
            if (streams.sessionId() != null && !parts.sessions.has(streams.sessionId())) {
                return;
            }
            Client client = parts.clients.get(clientName, now());
            client.acknowledging(streams);
            parts.cursors.acknowledged(client, streams, upTo);
            granted = parts.demand.granted(false);
        }
        Demand.grant(granted);
    }

    /** Learns from a reader's wire that the client has everything up to a sequence. */
    void acknowledged(Reader reader, long upTo) {
        CompletableFuture<Void> granted;
        synchronized (parts) {
            parts.cursors.acknowledged(reader.client, reader.streams, upTo);
            granted = parts.demand.granted(false);
        }
        Demand.grant(granted);
    }

    /** Counts a numbered message that came over a wire: its peer is told in time up to where all are accepted (wire.md 2.4). */
    void owe(Reader reader, int bytes) {
        boolean first;
        boolean due;
        synchronized (parts) {
            first = reader.receipt.count(bytes);
            due = reader.receipt.isDue();
        }
        if (due) {
            reader.wake();
        } else if (first) {
            around.timers().after(Receipt.LATEST, () -> {
                synchronized (parts) {
                    reader.receipt.expire();
                }
                reader.wake();
            });
        }
    }
}
