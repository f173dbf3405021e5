// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What was sent and is not acknowledged, in order and numbered (wire.md 2.2). Bounded by its {@linkplain #room room}. Guarded by its
 * connection.
 */
final class Outbox {
    private static final int MOST_MESSAGES = 256;
    private static final long MOST_BYTES = 1 << 20;
    private static final int BATCH_EVENTS = 256;
    private static final int BATCH_BYTES = 64 << 10;
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    private final NavigableMap<Long, Event> numbered = new TreeMap<>();
    private final Deque<Event> held = new ArrayDeque<>(2);
    private boolean holding;
    private long last;
    private long written;
    private long bytes;
    private @Nullable CompletableFuture<Void> room;

    /**
     * Adds a message behind those before it.
     *
     * @param sessionId the session that it belongs to, or null
     */
    void add(Message message, @Nullable String sessionId) {
        bytes += message.size();
        if (holding) {
            held.add(new Event(0, sessionId, message));
        } else {
            number(message, sessionId);
        }
    }

    /** Adds a message that goes before all that are held back. */
    void addFirst(Message message) {
        bytes += message.size();
        number(message, null);
    }

    private void number(Message message, @Nullable String sessionId) {
        last++;
        numbered.put(last, new Event(last, sessionId, message));
    }

    /** Returns the number of the newest message that has one. */
    long last() {
        return last;
    }

    /** Returns whether no wire was given more than the first message, and that one is not acknowledged. */
    boolean isAtTheBeginning() {
        return written <= 1 && (last == 0 || numbered.containsKey(1L));
    }

    /** Returns the next messages for a wire, and takes note of what it has then; none if there are none. */
    List<Event> next(Carrier carrier) {
        List<Event> events = after(carrier.written);
        if (!events.isEmpty()) {
            carrier.written = events.get(events.size() - 1).sequence();
            written = Math.max(written, carrier.written);
        }
        return events;
    }

    private List<Event> after(long sequence) {
        List<Event> batch = new ArrayList<>();
        long size = 0;
        for (Event event : numbered.tailMap(sequence, false).values()) {
            size += event.message().size();
            if (!batch.isEmpty() && (batch.size() == BATCH_EVENTS || size > BATCH_BYTES)) {
                break;
            }
            batch.add(event);
        }
        return List.copyOf(batch);
    }

    /** Forgets the messages up to a number: the gateway has them. */
    void acknowledge(long upTo) {
        NavigableMap<Long, Event> done = numbered.headMap(upTo, true);
        done.values().forEach(event -> bytes -= event.message().size());
        done.clear();
    }

    /** Returns the messages that no wire was given, in order. */
    List<Event> unsent() {
        List<Event> unsent = new ArrayList<>(numbered.tailMap(written, false).values());
        unsent.addAll(held);
        return unsent;
    }

    /**
     * Begins anew, with another connection: forgets everything else.
     *
     * @param carried what goes to that connection, before all that comes from now on
     * @param holds whether it is held back, as that is, until it is {@linkplain #release released}
     */
    void restart(List<Event> carried, boolean holds) {
        numbered.clear();
        held.clear();
        bytes = 0;
        last = 0;
        written = 0;
        holding = holds;
        carried.forEach(event -> add(event.message(), event.sessionId()));
    }

    /** Lets go of what was held back. */
    void release() {
        holding = false;
        held.forEach(event -> number(event.message(), event.sessionId()));
        held.clear();
    }

    /** Returns a stage that completes when there is room for more. */
    CompletionStage<Void> room() {
        if (hasRoom()) {
            return GO_ON;
        }
        if (room == null) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    /** Returns who waits for room if there is some, or in any case; to be completed without the connection's lock. */
    @Nullable CompletableFuture<Void> granted(boolean anyway) {
        if (room == null || (!anyway && !hasRoom())) {
            return null;
        }
        CompletableFuture<Void> granted = room;
        room = null;
        return granted;
    }

    private boolean hasRoom() {
        return numbered.size() + held.size() < MOST_MESSAGES && bytes < MOST_BYTES;
    }
}
