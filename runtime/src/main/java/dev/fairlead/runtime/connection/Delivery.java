// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.runtime.connection.Reader.Step;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The way down: what readers take next from the journal, what clients have of it, and when the agent may go on. Guarded by its
 * connection.
 */
final class Delivery {
    /** The most bytes of messages in a batch, unless one alone has more. */
    static final int BATCH_BYTES = 64 << 10;

    private static final int BATCH_EVENTS = 256;
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    /** How many messages an agent may send beyond demand before it is disconnected. */
    private static final int OVERRUN = 64;

    private final Journal journal;
    private final Clients clients;
    private final Readers readers;
    private @Nullable CompletableFuture<Void> demand;
    private long pausedAt;
    private int overrun;

    Delivery(Journal journal, Clients clients, Readers readers) {
        this.journal = journal;
        this.clients = clients;
        this.readers = readers;
    }

    Event append(@Nullable String stream, Message message) {
        return journal.append(stream, message);
    }

    // ---- demand

    /** Counts a message from the agent; returns whether it runs too far ahead of what it was asked for. */
    boolean isOverrun() {
        return demand != null && ++overrun > OVERRUN;
    }

    /** Returns whether messages wait that nobody has, as many as there may be. */
    boolean isFull() {
        return journal.isFull();
    }

    /** Returns a stage that completes when there is room for more. */
    CompletionStage<Void> room(long now) {
        if (!journal.isFull()) {
            return GO_ON;
        }
        if (demand == null) {
            demand = new CompletableFuture<>();
            pausedAt = now;
        }
        return demand;
    }

    /** Returns whether the agent has waited for room for longer than that. */
    boolean isPaused(long now, Duration most) {
        return demand != null && now - pausedAt > most.toNanos();
    }

    /** Returns what waits for room if there is some, or in any case; to be completed without the connection's lock. */
    @Nullable CompletableFuture<Void> granted(boolean anyway) {
        if (demand == null || (!anyway && journal.isFull())) {
            return null;
        }
        CompletableFuture<Void> granted = demand;
        demand = null;
        overrun = 0;
        return granted;
    }

    // ---- readers

    /** Begins to read behind the cursor that a client names. One beyond the end, as after a restart, is answered with a gap. */
    void place(Reader reader, long after) {
        long last = journal.last();
        reader.placed = true;
        reader.replaying = true;
        reader.cursor = Math.min(after, last);
        if (after > last) {
            reader.notices.add(
                    last,
                    new Notice.Gap(
                            last + 1,
                            after,
                            "The connection has no messages with these numbers; it goes on behind them."));
        } else {
            acknowledged(reader.client, reader.streams, after);
        }
    }

    /**
     * Begins to read behind what the client acknowledged, or what its wires took. As long as an older wire still takes something that
     * cannot be known; it is cut if that takes too long.
     */
    private boolean isPlaced(Reader reader) {
        Client client = reader.client;
        Streams streams = reader.streams;
        if (!reader.placed && !readers.anyTaking(client, streams)) {
            long least = client.isUnnamed() ? journal.undeliveredAfter(streams) : 0;
            reader.cursor =
                    behindWhatItHas(streams, least, reader.isAcknowledged() ? client::acknowledged : client::handed);
            reader.unasked = journal.missed(streams, 0, stream -> 0);
            reader.placed = true;
        }
        return reader.placed;
    }

    /**
     * Returns the cursor before the first event that a client does not have. Of all streams at once it may have the first events one by
     * one.
     *
     * @param least where to look from
     * @param has up to where it has a stream
     */
    private long behindWhatItHas(Streams streams, long least, ToLongFunction<Streams> has) {
        long cursor = Math.max(least, has.applyAsLong(streams));
        if (!streams.all()) {
            return cursor;
        }
        while (true) {
            List<Event> events = journal.read(streams, cursor, BATCH_EVENTS, BATCH_BYTES);
            for (Event event : events) {
                if (has.applyAsLong(streamOf(event)) < event.sequence()) {
                    return cursor;
                }
                cursor = event.sequence();
            }
            if (events.isEmpty()) {
                return cursor;
            }
        }
    }

    private static Streams streamOf(Event event) {
        return event.sessionId() == null ? Streams.CONNECTION : Streams.session(event.sessionId());
    }

    /** Returns the next step of a reader, or null if there is none now. */
    @Nullable Step next(Reader reader) {
        if (reader.ending == null && reader.receipt.take()) {
            return Step.of(new Notice.Acknowledged(reader.client.upward.received()));
        }
        if (reader.ending == null || reader.drains) {
            if (!isPlaced(reader)) {
                return null;
            }
            Step step = read(reader);
            if (step != null) {
                reader.heartbeatDue = false;
                return step;
            }
        }
        if (reader.ending != null) {
            return Step.last(reader.ending);
        }
        if (reader.replaying) {
            reader.replaying = false;
            return Step.of(new Notice.CaughtUp(reader.cursor));
        }
        if (reader.heartbeatDue) {
            reader.heartbeatDue = false;
            return Step.of(new Notice.Heartbeat());
        }
        return null;
    }

    /** Returns what stands next behind a reader's cursor: a gap, a notice or events, each where it is. */
    private @Nullable Step read(Reader reader) {
        List<Event> events = journal.read(reader.streams, reader.cursor, BATCH_EVENTS, BATCH_BYTES);
        long first = events.isEmpty() ? Long.MAX_VALUE : events.get(0).sequence();
        long missed = missed(reader);
        long from = Math.max(reader.cursor, reader.unasked) + 1;
        long to = Math.min(missed, first - 1);
        if (from <= to) {
            reader.cursor = to;
            return Step.of(new Notice.Gap(from, to, "These messages were not read in time and are no longer kept."));
        }
        Notice notice = reader.notices.takeBefore(first);
        if (notice != null) {
            return Step.of(notice);
        }
        if (events.isEmpty()) {
            return null;
        }
        int run = run(events, missed, reader.notices.nextAfter());
        List<Event> batch = Collections.unmodifiableList(run == events.size() ? events : events.subList(0, run));
        reader.cursor = batch.get(batch.size() - 1).sequence();
        reader.taking = true;
        return Step.of(batch);
    }

    /**
     * Returns the newest sequence that is missing behind a reader's cursor, or the cursor. Who comes to all streams with one cursor
     * has more of those that it acknowledged alone.
     */
    private long missed(Reader reader) {
        Streams streams = reader.streams;
        return journal.missed(streams, reader.cursor, streams.all() ? reader.client::acknowledgedAlone : stream -> 0);
    }

    /** Returns how many events stand before the next one that is missing, and before the next notice. */
    private static int run(List<Event> events, long missed, long notice) {
        int count = 1;
        while (count < events.size()) {
            long before = events.get(count - 1).sequence();
            long sequence = events.get(count).sequence();
            if ((before < missed && sequence > before + 1) || sequence > notice) {
                break;
            }
            count++;
        }
        return count;
    }

    // ---- what clients have

    /** Learns that a wire has taken a reader's events up to a sequence. They are delivered, unless the client says so itself. */
    void taken(Reader reader, long upTo, long now) {
        reader.taken(upTo, now);
        reader.client.handed(reader.streams, upTo);
        if (!reader.isAcknowledged()) {
            journal.delivered(reader.streams, upTo);
        }
    }

    /** Learns that an event went out beside the streams; if others before it have not, its stream will carry it again. */
    void deliveredAlone(Client client, Event event) {
        Streams streams = streamOf(event);
        if (journal.undeliveredAfter(streams) == event.sequence() - 1) {
            client.handed(streams, event.sequence());
            client.acknowledge(streams, event.sequence());
            journal.delivered(streams, event.sequence());
        }
    }

    /** Forgets what all clients have; one that has not read a stream keeps it for itself, up to the journal's limit. */
    void acknowledged(Client client, Streams streams, long upTo) {
        if (upTo <= journal.last()) {
            client.acknowledge(streams, upTo);
            journal.delivered(streams, upTo);
            journal.acknowledged(streams, clients.acknowledged(streams));
        }
    }

    // ---- what may be forgotten

    /** Frees what a session leaves behind. */
    void drop(String sessionId) {
        journal.drop(sessionId);
        clients.forget(sessionId);
    }

    boolean hasUndelivered(String sessionId) {
        return journal.hasUndelivered(Streams.session(sessionId));
    }

    void shed() {
        journal.shed();
    }

    void clear() {
        journal.clear();
    }

    long last() {
        return journal.last();
    }
}
