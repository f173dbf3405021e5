// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import java.util.List;
import java.util.function.ToLongFunction;

/** Knows what clients have: where their readers begin, and what is delivered or may be forgotten. Guarded by the connection. */
final class Cursors {
    private final Journal journal;
    private final Clients clients;
    private final Readers readers;

    Cursors(Journal journal, Clients clients, Readers readers) {
        this.journal = journal;
        this.clients = clients;
        this.readers = readers;
    }

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
     *
     * @return whether it has begun
     */
    boolean tryPlace(Reader reader) {
        Client client = reader.client;
        Streams streams = reader.streams;
        if (!reader.placed && !readers.anyTaking(client, streams)) {
            long least = client.isUnnamed() ? journal.undeliveredAfter(streams) : 0;
            ToLongFunction<Streams> has = reader.isAcknowledged() ? client::acknowledged : client::handed;
            reader.cursor = behindWhatItHas(streams, least, has);
            reader.unasked = lacks(client, streams, has) ? 0 : journal.missed(streams, 0, stream -> 0);
            reader.placed = true;
        }
        return reader.placed;
    }

    /** Returns whether what was forgotten is missing to a client that comes back; one that is new did not ask for it. */
    private boolean lacks(Client client, Streams streams, ToLongFunction<Streams> has) {
        return !client.isUnnamed() && client.knows(streams) && journal.missed(streams, 0, has) > 0;
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
            List<Event> events = journal.read(streams, cursor, Delivery.BATCH_EVENTS, Delivery.BATCH_BYTES);
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

    /** Learns that a wire has taken a reader's events up to a sequence. They are delivered, unless the client says so itself. */
    void taken(Reader reader, long upTo, long now) {
        reader.taken(upTo, now);
        reader.client.handed(reader.streams, upTo);
        if (!reader.isAcknowledged()) {
            journal.delivered(reader.streams, upTo);
        }
    }

    /** Learns that a client got an event beside the streams; if it lacks others before that, its stream will carry it again. */
    void deliveredAlone(Client client, Event event) {
        Streams stream = streamOf(event);
        long sequence = event.sequence();
        if (isNext(event, stream, client.handed(stream))) {
            client.handed(stream, sequence);
        }
        if (isNext(event, stream, client.acknowledged(stream))) {
            client.acknowledge(stream, sequence);
        }
        if (journal.undeliveredAfter(stream) == sequence - 1) {
            journal.delivered(stream, sequence);
        }
    }

    /** Returns whether there has been nothing in a stream between a cursor and an event. */
    private boolean isNext(Event event, Streams stream, long after) {
        return journal.missed(stream, after, any -> 0) == after
                && journal.read(stream, after, 1, 1).equals(List.of(event));
    }

    /** Forgets what all clients have; one that has not read a stream keeps it for itself, up to the journal's limit. */
    void acknowledged(Client client, Streams streams, long upTo) {
        if (upTo <= journal.last()) {
            client.acknowledge(streams, upTo);
            journal.delivered(streams, upTo);
            journal.acknowledged(streams, clients.acknowledged(streams));
        }
    }

    private static Streams streamOf(Event event) {
        return event.sessionId() == null ? Streams.CONNECTION : Streams.session(event.sessionId());
    }
}
