// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.spi.Event;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes the events of several streams behind a cursor in the order of their sequences. */
final class StreamMerge {
    private final List<Place> places = new ArrayList<>(2);

    StreamMerge(Collection<StreamLog> logs, long after) {
        for (StreamLog log : logs) {
            int index = log.indexAfter(after);
            if (index < log.size()) {
                places.add(new Place(log, index));
            }
        }
    }

    /** Takes events: at most so many, and at most so many bytes of messages unless the first alone has more. */
    List<Event> take(int maxEvents, int maxBytes) {
        if (places.isEmpty()) {
            return List.of();
        }
        List<Event> batch = new ArrayList<>(Math.min(maxEvents, 16));
        int room = maxBytes;
        while (batch.size() < maxEvents) {
            Place next = earliest();
            if (next == null || (next.peek().message().size() > room && !batch.isEmpty())) {
                break;
            }
            Event event = next.take();
            room -= event.message().size();
            batch.add(event);
        }
        return batch;
    }

    private @Nullable Place earliest() {
        Place earliest = null;
        for (Place place : places) {
            if (place.hasNext()
                    && (earliest == null
                            || place.peek().sequence() < earliest.peek().sequence())) {
                earliest = place;
            }
        }
        return earliest;
    }

    /** A place in one stream's log. */
    private static final class Place {
        private final StreamLog log;
        private int index;

        Place(StreamLog log, int index) {
            this.log = log;
            this.index = index;
        }

        boolean hasNext() {
            return index < log.size();
        }

        Event peek() {
            return log.get(index);
        }

        Event take() {
            return log.get(index++);
        }
    }
}
