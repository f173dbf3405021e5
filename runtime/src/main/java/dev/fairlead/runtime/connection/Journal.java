// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.util.List;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The numbered, bounded log of one connection: the one memory of what the agent sent (wire.md 2.1).
 *
 * <p>An event is <em>undelivered</em> until some client has it, as far as can be known; then it is <em>delivered</em>, and may be
 * forgotten: when it is acknowledged, or when room is needed, oldest first. An undelivered event is never forgotten; when they take
 * half of the places the journal is {@linkplain #isFull full} and the agent has to wait, so that the other half is left for what was
 * delivered and may be asked for again. Within a stream delivered events stand before undelivered ones.
 *
 * <p>Not thread-safe: guarded by its connection. This is the seam for journals on disk or on other machines.
 */
interface Journal {
    /** Appends a message to a stream (null: the connection stream) and gives it the next sequence. */
    Event append(@Nullable String sessionId, Message message);

    /** Returns the sequence of the newest event, 0 if there has been none. */
    long last();

    /**
     * Returns events of some streams behind a cursor, in order: at most {@code maxEvents}, and at most {@code maxBytes} of messages
     * unless the first alone has more.
     */
    List<Event> read(Streams streams, long after, int maxEvents, int maxBytes);

    /**
     * Returns the newest sequence behind a cursor that was forgotten from some streams, leaving out those of which somebody has all
     * that was forgotten; returns the cursor if nothing is missing.
     *
     * @param has up to where somebody has one of the streams
     */
    long missed(Streams streams, long after, ToLongFunction<Streams> has);

    /** Returns the cursor before the first undelivered event of some streams. */
    long undeliveredAfter(Streams streams);

    /** Learns that some client has the events of some streams up to a sequence. */
    void delivered(Streams streams, long upTo);

    /** Forgets the events of some streams up to a sequence, as far as they are delivered. */
    void acknowledged(Streams streams, long upTo);

    /** Returns whether some streams have undelivered events. */
    boolean hasUndelivered(Streams streams);

    /** Forgets all that is delivered, if others need the room. */
    void shed();

    /** Forgets a session's stream, delivered or not: the session has ended. */
    void drop(String sessionId);

    /** Forgets everything; the connection has ended. */
    void clear();

    /** Returns whether undelivered events take half of the room. */
    boolean isFull();

    /** Returns the number of events that are kept. */
    int size();

    /** Returns the bytes of the messages that are kept. */
    long bytes();
}
