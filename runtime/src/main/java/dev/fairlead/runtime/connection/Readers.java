// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The readers of one connection. Changes are guarded by the connection; {@link #wake} is not, since it may run a pump.
 */
final class Readers {
    private volatile List<Reader> all = List.of();

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Returns whether a reader is left that has not been told to end. */
    boolean anyActive() {
        return all.stream().anyMatch(reader -> reader.ending == null);
    }

    boolean anyActive(Client client) {
        return all.stream().anyMatch(reader -> reader.client == client && reader.ending == null);
    }

    /** Returns the ids of their transports. Needs no lock. */
    List<String> transports() {
        return all.stream().map(reader -> reader.transport).distinct().sorted().toList();
    }

    boolean anyOn(String sessionId) {
        return all.stream().anyMatch(reader -> sessionId.equals(reader.streams.sessionId()));
    }

    void add(Reader reader) {
        List<Reader> more = new ArrayList<>(all);
        more.add(reader);
        all = List.copyOf(more);
    }

    /** Returns whether the reader was there. */
    boolean remove(Reader reader) {
        List<Reader> fewer = new ArrayList<>(all);
        boolean removed = fewer.remove(reader);
        all = List.copyOf(fewer);
        return removed;
    }

    /** Tells the readers of the same client and streams that a newer one is there, which reads what they have not. */
    void supersede(Client client, Streams streams, long now) {
        for (Reader older : all) {
            if (older.client == client && older.streams.overlap(streams)) {
                older.supersede(now);
            }
        }
    }

    /** Tells the readers of one session's stream, or all with null, to end when they have read what there is. */
    void end(@Nullable String sessionId, CloseReason reason, long now) {
        for (Reader reader : all) {
            if (sessionId == null || sessionId.equals(reader.streams.sessionId())) {
                reader.end(reason, true, now);
            }
        }
    }

    /** Tells the readers of one transport to end, whatever there is to read; returns them. */
    List<Reader> dismiss(String transport, CloseReason reason, long now) {
        List<Reader> ending = all.stream()
                .filter(reader -> reader.transport.equals(transport))
                .toList();
        ending.forEach(reader -> reader.end(reason, false, now));
        return ending;
    }

    /** Tells the readers of other clients something, behind the event of a sequence. */
    void notifyOthers(Client client, long after, Notice notice) {
        for (Reader reader : all) {
            if (reader.client != client) {
                reader.notices.add(after, notice);
            }
        }
    }

    /** Returns whether a wire of a client on those streams, or some of them, is still taking events. */
    boolean anyTaking(Client client, Streams streams) {
        return all.stream()
                .anyMatch(reader -> reader.taking && reader.client == client && reader.streams.overlap(streams));
    }

    void forEach(Consumer<Reader> action) {
        all.forEach(action);
    }

    /** Wakes the readers of one stream. Called without the connection's lock. */
    void wake(@Nullable String stream) {
        for (Reader reader : all) {
            if (reader.streams.include(stream)) {
                reader.wake();
            }
        }
    }

    /** Wakes all. Called without the connection's lock. */
    void wakeAll() {
        all.forEach(Reader::wake);
    }
}
