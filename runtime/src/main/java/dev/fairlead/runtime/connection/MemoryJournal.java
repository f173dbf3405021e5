// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A journal in memory: one {@link StreamLog} a stream. Appending and reading an event cost the same however long the journal is. */
final class MemoryJournal implements Journal {
    private final int maxEvents;
    private final long maxBytes;
    private final JournalBudget budget;

    private final StreamLogs logs = new StreamLogs();
    private long last;
    private int events;
    private long bytes;
    private int undelivered;
    private long undeliveredBytes;

    MemoryJournal(int maxEvents, long maxBytes, JournalBudget budget) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.budget = budget;
    }

    @Override
    public Event append(@Nullable String sessionId, Message message) {
        Event event = new Event(++last, sessionId, message);
        logs.get(sessionId).append(event);
        events++;
        undelivered++;
        bytes += message.size();
        undeliveredBytes += message.size();
        budget.add(message.size());
        if (events > maxEvents || bytes > maxBytes || budget.isExceeded(bytes)) {
            makeRoom();
        }
        return event;
    }

    /** Forgets delivered events, oldest first, and an eighth more than needed, so that the search for the oldest is seldom. */
    private void makeRoom() {
        shed();
        while (events > maxEvents - maxEvents / 8 || bytes > maxBytes - maxBytes / 8) {
            StreamLog oldest = logs.oldestDelivered();
            if (oldest == null) {
                return;
            }
            forgetOldest(oldest);
        }
    }

    private void forgetOldest(StreamLog log) {
        int size = log.removeOldest().message().size();
        events--;
        bytes -= size;
        budget.add(-size);
    }

    @Override
    public long last() {
        return last;
    }

    @Override
    public List<Event> read(Streams streams, long after, int maxEvents, int maxBytes) {
        if (last <= after) {
            return List.of();
        }
        return new StreamMerge(logs.of(streams), after).take(maxEvents, maxBytes);
    }

    @Override
    public long missed(Streams streams, long after, ToLongFunction<Streams> has) {
        return logs.missed(streams, after, has);
    }

    @Override
    public long undeliveredAfter(Streams streams) {
        long first = Long.MAX_VALUE;
        for (StreamLog log : logs.of(streams)) {
            if (log.undelivered() > 0) {
                first = Math.min(first, log.get(log.size() - log.undelivered()).sequence());
            }
        }
        return Math.min(first - 1, last);
    }

    @Override
    public void delivered(Streams streams, long upTo) {
        for (StreamLog log : logs.of(streams)) {
            deliver(log, upTo);
        }
    }

    private void deliver(StreamLog log, long upTo) {
        int before = log.undelivered();
        undeliveredBytes -= log.deliver(upTo);
        undelivered -= before - log.undelivered();
    }

    @Override
    public void acknowledged(Streams streams, long upTo) {
        for (StreamLog log : logs.of(streams)) {
            while (log.hasDelivered() && log.get(0).sequence() <= upTo) {
                forgetOldest(log);
            }
        }
    }

    @Override
    public boolean hasUndelivered(Streams streams) {
        for (StreamLog log : logs.of(streams)) {
            if (log.undelivered() > 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void shed() {
        if (budget.isExceeded(bytes)) {
            acknowledged(Streams.ALL, last);
        }
    }

    @Override
    public void drop(String sessionId) {
        StreamLog log = logs.remove(sessionId);
        if (log == null) {
            return;
        }
        deliver(log, last);
        while (log.size() > 0) {
            forgetOldest(log);
        }
        logs.dropped(log);
    }

    @Override
    public void clear() {
        delivered(Streams.ALL, last);
        acknowledged(Streams.ALL, last);
    }

    @Override
    public boolean isFull() {
        return undelivered >= maxEvents / 2
                || undeliveredBytes >= maxBytes / 2
                || (undelivered > 0 && budget.isExceeded(bytes));
    }

    @Override
    public int size() {
        return events;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
