// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Another journal, some of whose methods are watched or wrong. */
class ForwardingJournal implements Journal {
    final Journal journal;

    ForwardingJournal(Journal journal) {
        this.journal = journal;
    }

    @Override
    public Event append(@Nullable String sessionId, Message message) {
        return journal.append(sessionId, message);
    }

    @Override
    public long last() {
        return journal.last();
    }

    @Override
    public List<Event> read(Streams streams, long after, int maxEvents, int maxBytes) {
        return journal.read(streams, after, maxEvents, maxBytes);
    }

    @Override
    public long missed(Streams streams, long after, ToLongFunction<Streams> has) {
        return journal.missed(streams, after, has);
    }

    @Override
    public long undeliveredAfter(Streams streams) {
        return journal.undeliveredAfter(streams);
    }

    @Override
    public void delivered(Streams streams, long upTo) {
        journal.delivered(streams, upTo);
    }

    @Override
    public void acknowledged(Streams streams, long upTo) {
        journal.acknowledged(streams, upTo);
    }

    @Override
    public boolean hasUndelivered(Streams streams) {
        return journal.hasUndelivered(streams);
    }

    @Override
    public void shed() {
        journal.shed();
    }

    @Override
    public void drop(String sessionId) {
        journal.drop(sessionId);
    }

    @Override
    public void clear() {
        journal.clear();
    }

    @Override
    public boolean isFull() {
        return journal.isFull();
    }

    @Override
    public int size() {
        return journal.size();
    }

    @Override
    public long bytes() {
        return journal.bytes();
    }
}
