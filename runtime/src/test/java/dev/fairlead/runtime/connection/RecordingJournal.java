// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes into a ledger what is appended to a journal, and checks the journal's bounds. */
final class RecordingJournal extends ForwardingJournal {
    private final Ledger ledger;
    private final Invariants invariants;
    private final ConnectionLimits limits;
    private final Listener listener;

    /** How many events were appended while the journal was full. */
    private int beyond;

    /** The bytes of those, and of the one that made it full. */
    private long beyondBytes;

    /** Hears of each event, and of what is forgotten on purpose. */
    interface Listener {
        void appended(Event event);

        void dropped(String sessionId);

        void acknowledged(Streams streams, long upTo);
    }

    RecordingJournal(
            Journal journal, Ledger ledger, Invariants invariants, ConnectionLimits limits, Listener listener) {
        super(journal);
        this.ledger = ledger;
        this.invariants = invariants;
        this.limits = limits;
        this.listener = listener;
    }

    @Override
    public Event append(@Nullable String sessionId, Message message) {
        boolean full = journal.isFull();
        beyond = full ? beyond + 1 : 0;
        beyondBytes = (full ? beyondBytes : 0) + message.size();
        Event event = journal.append(sessionId, message);
        invariants.check(
                event.sequence() == ledger.last() + 1, "sequence {} follows {}", event.sequence(), ledger.last());
        invariants.check(event.message() == message, "another message was appended");
        ledger.appended(event);
        listener.appended(event);
        invariants.check(
                journal.size() <= limits.journalEvents() + beyond, "the journal has {} events", journal.size());
        invariants.check(
                journal.bytes() <= limits.journalBytes() + beyondBytes, "the journal has {} bytes", journal.bytes());
        return event;
    }

    @Override
    public void acknowledged(Streams streams, long upTo) {
        List<Event> firstToStay = journal.read(streams, upTo, 1, 1);
        listener.acknowledged(streams, upTo);
        journal.acknowledged(streams, upTo);
        invariants.check(
                journal.read(streams, upTo, 1, 1).equals(firstToStay), "more was forgotten than up to {}", upTo);
    }

    @Override
    public void drop(String sessionId) {
        ledger.dropped(sessionId);
        listener.dropped(sessionId);
        journal.drop(sessionId);
    }

    @Override
    public void clear() {
        ledger.cleared();
        journal.clear();
    }
}
