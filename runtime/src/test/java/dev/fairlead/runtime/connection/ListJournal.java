// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A journal that is slow and simple: one list, searched each time. */
final class ListJournal implements Journal {
    private final int maxEvents;
    private final long maxBytes;
    private final List<Event> kept = new ArrayList<>();
    private final Set<Long> delivered = new HashSet<>();
    private final Map<Streams, Long> forgotten = new HashMap<>();
    private long dropped;
    private long last;

    ListJournal(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
    }

    private static Streams stream(Event event) {
        return event.sessionId() == null ? Streams.CONNECTION : Streams.session(event.sessionId());
    }

    private List<Event> events(Streams streams) {
        return kept.stream().filter(event -> streams.include(event.sessionId())).toList();
    }

    private List<Event> undelivered(Streams streams) {
        return events(streams).stream()
                .filter(event -> !delivered.contains(event.sequence()))
                .toList();
    }

    private static long bytes(List<Event> events) {
        return events.stream().mapToLong(event -> event.message().size()).sum();
    }

    private void forget(Event event) {
        kept.remove(event);
        forgotten.put(stream(event), event.sequence());
    }

    @Override
    public Event append(@Nullable String sessionId, Message message) {
        Event event = new Event(++last, sessionId, message);
        kept.add(event);
        if (kept.size() > maxEvents || bytes() > maxBytes) {
            for (Event old : List.copyOf(kept)) {
                if (kept.size() <= maxEvents - maxEvents / 8 && bytes() <= maxBytes - maxBytes / 8) {
                    break;
                }
                if (delivered.contains(old.sequence())) {
                    forget(old);
                }
            }
        }
        return event;
    }

    @Override
    public long last() {
        return last;
    }

    @Override
    public List<Event> read(Streams streams, long after, int mostEvents, int mostBytes) {
        List<Event> batch = new ArrayList<>();
        for (Event event : events(streams)) {
            if (event.sequence() > after) {
                boolean fits = batch.isEmpty() || bytes(batch) + event.message().size() <= mostBytes;
                if (batch.size() == mostEvents || !fits) {
                    break;
                }
                batch.add(event);
            }
        }
        return batch;
    }

    @Override
    public long missed(Streams streams, long after, ToLongFunction<Streams> has) {
        long newest = after;
        for (Map.Entry<Streams, Long> entry : forgotten.entrySet()) {
            boolean asked = streams.all() || streams.equals(entry.getKey());
            if (asked && entry.getValue() > has.applyAsLong(entry.getKey())) {
                newest = Math.max(newest, entry.getValue());
            }
        }
        return streams.all() ? Math.max(newest, dropped) : newest;
    }

    @Override
    public long undeliveredAfter(Streams streams) {
        return undelivered(streams).stream()
                .mapToLong(event -> event.sequence() - 1)
                .min()
                .orElse(last);
    }

    @Override
    public void delivered(Streams streams, long upTo) {
        events(streams).stream()
                .mapToLong(Event::sequence)
                .filter(sequence -> sequence <= upTo)
                .forEach(delivered::add);
    }

    @Override
    public void acknowledged(Streams streams, long upTo) {
        events(streams).stream()
                .filter(event -> event.sequence() <= upTo && delivered.contains(event.sequence()))
                .forEach(this::forget);
    }

    @Override
    public boolean hasUndelivered(Streams streams) {
        return !undelivered(streams).isEmpty();
    }

    @Override
    public void shed() {
        // it knows of no others
    }

    @Override
    public void drop(String sessionId) {
        Streams session = Streams.session(sessionId);
        List<Event> gone = events(session);
        gone.forEach(this::forget);
        dropped = Math.max(dropped, forgotten.getOrDefault(session, 0L));
        forgotten.remove(session);
    }

    @Override
    public void clear() {
        delivered(Streams.ALL, last);
        acknowledged(Streams.ALL, last);
    }

    @Override
    public boolean isFull() {
        List<Event> undelivered = undelivered(Streams.ALL);
        return undelivered.size() >= maxEvents / 2 || bytes(undelivered) >= maxBytes / 2;
    }

    @Override
    public int size() {
        return kept.size();
    }

    @Override
    public long bytes() {
        return bytes(kept);
    }
}
