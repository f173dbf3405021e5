// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds what one wire is given against the ledger: from its start on every event of its streams, in order and once, save those in an
 * announced gap. Only what some wire had taken, or what a dropped session left, may be in a gap.
 */
final class WireAudit {
    private static final int MOST_EVENTS = 256;
    private static final int MOST_BYTES = 64 << 10;

    /** What the server can know of what a client has. */
    interface Knowledge {
        /** Returns up to where it said that it has one stream alone. */
        long acknowledgedAlone(Streams stream);

        /** Returns whether wires of it took an event of some streams, or it acknowledged it if it does that. */
        boolean has(Streams streams, Event event);

        /** Returns whether a wire without a cursor begins behind an event. */
        boolean beginsBehind(Streams streams, Event event);

        /** Returns up to where a wire of some streams without a cursor is not told what is forgotten. */
        long unasked(Streams streams);
    }

    private final Ledger ledger;
    private final Invariants invariants;
    private final Streams streams;
    private final Knowledge client;
    private final List<Event> owed;
    private final boolean replays;
    private boolean begun;
    private long unasked;
    private int next;
    private long position;
    private long gapFrom;
    private long gapTo;
    private boolean caughtUp;
    private boolean ended;

    /** Begins behind a cursor, or, if it is null, behind what the client has when the first event comes. */
    WireAudit(Ledger ledger, Invariants invariants, Streams streams, @Nullable Long after, Knowledge client) {
        this.ledger = ledger;
        this.invariants = invariants;
        this.streams = streams;
        this.client = client;
        this.owed = ledger.events(streams);
        this.replays = after != null;
        this.begun = replays;
        this.position = after == null ? 0 : after;
        this.next = Ledger.indexAfter(owed, position);
    }

    void wrote(List<Event> batch) {
        invariants.check(!ended, "events behind the end");
        invariants.check(!batch.isEmpty() && batch.size() <= MOST_EVENTS, "a batch of {} events", batch.size());
        long bytes = 0;
        for (Event event : batch) {
            bytes += event.message().size();
            wrote(event);
        }
        invariants.check(bytes <= MOST_BYTES || batch.size() == 1, "a batch of {} bytes", bytes);
    }

    private void wrote(Event event) {
        long sequence = event.sequence();
        beginBehind();
        invariants.check(begun || !client.has(streams, event), "event {} was taken before: doubled", sequence);
        invariants.check(
                sequence > position,
                "event {} came behind {} on {}: doubled or out of order",
                sequence,
                position,
                streams);
        invariants.check(
                sequence <= ledger.last() && ledger.get(sequence).equals(event),
                "event {} is not what was said",
                sequence);
        invariants.check(streams.include(event.sessionId()), "event {} does not belong to {}", sequence, streams);
        invariants.check(sequence < gapFrom || sequence > gapTo, "event {} was announced as missing", sequence);
        while (next < owed.size() && owed.get(next).sequence() < sequence) {
            requireExcuse(owed.get(next++));
        }
        invariants.check(next < owed.size() && owed.get(next).sequence() == sequence, "event {} is not owed", sequence);
        next++;
        begun = true;
        position = sequence;
    }

    private void beginBehind() {
        if (!begun) {
            unasked = client.unasked(streams);
        }
    }

    private void requireExcuse(Event event) {
        invariants.check(isExcused(event), "event {} is lost on {} behind {}", event.sequence(), streams, position);
    }

    private boolean isExcused(Event event) {
        long sequence = event.sequence();
        boolean announced = sequence >= gapFrom && sequence <= gapTo;
        boolean known = streams.all() && sequence <= client.acknowledgedAlone(Ledger.streamOf(event));
        boolean gone = !streams.all() && ledger.isDropped(event);
        return announced || known || gone || sequence <= unasked || (!begun && client.beginsBehind(streams, event));
    }

    void told(Notice notice) {
        invariants.check(!ended, "{} behind the end", notice.name());
        if (notice instanceof Notice.Gap gap) {
            gap(gap);
        } else if (notice instanceof Notice.CaughtUp) {
            invariants.check(replays && !caughtUp, "caught up for no reason on {}", streams);
            caughtUp = true;
            invariants.check(owesNothing(), "caught up, but event {} is owed", nextOwed());
        } else if (notice instanceof Notice.Heartbeat) {
            invariants.check(owesNothing(), "a heartbeat in place of event {}", nextOwed());
        } else if (notice instanceof Notice.End end) {
            ended = true;
            invariants.check(
                    end.reason().code() == Code.SUPERSEDED || owesNothing(),
                    "the end ({}) before event {} on {}",
                    end.reason().code(),
                    nextOwed(),
                    streams);
        }
    }

    private void gap(Notice.Gap gap) {
        invariants.check(gap.from() <= gap.to() && gap.from() > position, "a gap {} behind {}", gap, position);
        beginBehind();
        for (int i = next; i < owed.size() && owed.get(i).sequence() <= gap.to(); i++) {
            Event event = owed.get(i);
            if (event.sequence() < gap.from()) {
                requireExcuse(event);
            } else {
                invariants.check(
                        ledger.isDelivered(event) || ledger.isDropped(event),
                        "event {} was forgotten before any wire took it",
                        event.sequence());
            }
        }
        begun = true;
        next = Ledger.indexAfter(owed, Math.max(gap.to(), position));
        gapFrom = gap.from();
        gapTo = gap.to();
    }

    /** Returns whether all that was said was written or announced. */
    boolean owesNothing() {
        beginBehind();
        int index = next;
        while (index < owed.size() && isExcused(owed.get(index))) {
            index++;
        }
        if (begun) {
            next = index;
        }
        return index == owed.size();
    }

    private long nextOwed() {
        return next < owed.size() ? owed.get(next).sequence() : 0;
    }

    /** Returns whether it is still open where it begins. */
    boolean isToBegin() {
        return !begun;
    }

    boolean hasEnded() {
        return ended;
    }
}
