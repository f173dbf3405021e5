// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what readers take next from the journal: events, and what is to be told beside them. Guarded by the connection. */
final class Delivery {
    static final int BATCH_EVENTS = 256;
    static final int BATCH_BYTES = 64 << 10;

    private final Journal journal;
    private final Cursors cursors;

    Delivery(Journal journal, Cursors cursors) {
        this.journal = journal;
        this.cursors = cursors;
    }

    /** Returns the next step of a reader, or null if there is none now. */
    @Nullable Step next(Reader reader) {
        if (reader.ending == null && reader.receipt.take()) {
            return Step.of(new Notice.Acknowledged(reader.client.upward.received()));
        }
        if (reader.ending == null || reader.drains) {
            if (!cursors.tryPlace(reader)) {
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
}
