// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The truth that a connection is held against: all that was ever appended, what wires have taken of it, and what was dropped. */
final class Ledger {
    private final List<Event> all = new ArrayList<>();
    private final Map<Streams, List<Event>> streams = new HashMap<>();
    private final Map<Streams, Long> delivered = new HashMap<>();
    private final Map<String, Long> dropped = new HashMap<>();
    private boolean cleared;

    static Streams streamOf(Event event) {
        return event.sessionId() == null ? Streams.CONNECTION : Streams.session(event.sessionId());
    }

    void appended(Event event) {
        all.add(event);
        streams.computeIfAbsent(streamOf(event), stream -> new ArrayList<>()).add(event);
    }

    long last() {
        return all.size();
    }

    Event get(long sequence) {
        return all.get((int) sequence - 1);
    }

    /** Returns all events of some streams, oldest first; the list grows. */
    List<Event> events(Streams of) {
        return of.all() ? all : streams.computeIfAbsent(of, stream -> new ArrayList<>());
    }

    /** Returns the newest sequence of one stream, 0 if it has none. */
    long last(Streams stream) {
        List<Event> events = events(stream);
        return events.isEmpty() ? 0 : events.get(events.size() - 1).sequence();
    }

    /** Returns the streams that have ever had an event. */
    Set<Streams> streams() {
        return streams.keySet();
    }

    /** Some wire has taken the events of some streams up to a sequence, or a client says that it has them. */
    void delivered(Streams of, long upTo) {
        delivered.merge(of, upTo, Math::max);
    }

    boolean isDelivered(Event event) {
        return event.sequence() <= deliveredUpTo(streamOf(event));
    }

    private long deliveredUpTo(Streams stream) {
        return Math.max(delivered.getOrDefault(Streams.ALL, 0L), delivered.getOrDefault(stream, 0L));
    }

    /** Returns the cursor before the first event of some streams that is not delivered. */
    long undeliveredAfter(Streams of) {
        if (!of.all()) {
            return undeliveredAfterOne(of);
        }
        long first = last();
        for (Streams stream : streams.keySet()) {
            first = Math.min(first, undeliveredAfterOne(stream));
        }
        return first;
    }

    private long undeliveredAfterOne(Streams stream) {
        List<Event> events = events(stream);
        long upTo = deliveredUpTo(stream);
        int index = indexAfter(events, upTo);
        while (index < events.size() && isDropped(events.get(index))) {
            index++;
        }
        return index == events.size() ? last() : events.get(index).sequence() - 1;
    }

    /** Returns the index of the first event behind a cursor. */
    static int indexAfter(List<Event> events, long cursor) {
        int low = 0;
        int high = events.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (events.get(middle).sequence() <= cursor) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** A session has ended and what it left was dropped. */
    void dropped(String sessionId) {
        dropped.put(sessionId, last());
    }

    /** The connection has ended and all was dropped. */
    void cleared() {
        cleared = true;
    }

    boolean isDropped(Event event) {
        String session = event.sessionId();
        return cleared || (session != null && event.sequence() <= dropped.getOrDefault(session, 0L));
    }
}
