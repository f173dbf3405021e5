// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What happened to the links of a {@link FaultProxy}, in order. Thread-safe. Keeps the newest 10,000 events, and counts all. */
public final class FaultLog {
    private static final int MOST = 10_000;

    private final long start = System.nanoTime();
    private final Deque<LinkEvent> events = new ArrayDeque<>();
    private final Map<LinkEvent.Kind, Long> counts = new EnumMap<>(LinkEvent.Kind.class);

    FaultLog() {}

    synchronized void add(int link, LinkEvent.Kind kind, long up, long down) {
        if (events.size() == MOST) {
            events.remove();
        }
        events.add(new LinkEvent(Duration.ofNanos(System.nanoTime() - start), link, kind, up, down));
        counts.merge(kind, 1L, Long::sum);
    }

    /** Returns the newest events, the oldest of them first. */
    public synchronized List<LinkEvent> events() {
        return List.copyOf(events);
    }

    /** Returns how often something has happened since the proxy started. */
    public synchronized long count(LinkEvent.Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    /** Returns one line for each event. */
    @Override
    public String toString() {
        return events().stream().map(LinkEvent::toString).collect(Collectors.joining("\n"));
    }
}
