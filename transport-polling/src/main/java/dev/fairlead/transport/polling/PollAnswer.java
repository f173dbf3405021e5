// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.JsonText;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what one poll is answered with (wire.md 2.3). Not thread-safe. */
final class PollAnswer {
    private final long after;
    private final StringBuilder head = new StringBuilder("{");
    private final List<String> resolved = new ArrayList<>(0);
    private List<Event> events = List.of();
    private Notice.@Nullable Gap gap;
    private Notice.@Nullable End end;
    private boolean caughtUp;

    /** Creates an empty answer to a poll. */
    PollAnswer(PollRequest poll) {
        this.after = poll.after();
        if (poll.poll() != null) {
            head.append("\"poll\":").append(poll.poll()).append(',');
        }
    }

    /** Names the connection, and up to where its messages of this client are accepted. */
    void connection(String id, long received) {
        head.append("\"connectionId\":").append(JsonText.quote(id));
        head.append(",\"received\":").append(received).append(',');
    }

    void events(List<Event> batch) {
        events = batch;
    }

    /** Takes a notice; one that has no form here is left out. */
    void notice(Notice notice) {
        if (notice instanceof Notice.Gap missing) {
            gap = missing;
        } else if (notice instanceof Notice.Resolved answered) {
            resolved.add(answered.params());
        } else if (notice instanceof Notice.End last) {
            end = last;
        } else if (notice instanceof Notice.CaughtUp) {
            caughtUp = true;
        }
    }

    /** Returns whether it has something to say that should not wait. */
    boolean isUrgent() {
        return !events.isEmpty() || !resolved.isEmpty() || gap != null;
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    /** Returns the cursor for the next poll. */
    private long next() {
        if (!events.isEmpty()) {
            return events.get(events.size() - 1).sequence();
        }
        if (gap == null) {
            return after;
        }
        return gap.from() <= after ? gap.from() - 1 : gap.to(); // a cursor beyond the end goes back
    }

    /** Returns the answer as JSON. */
    byte[] json() {
        List<byte[]> frames = new ArrayList<>(events.size() + 1);
        StringBuilder frame = head.append("\"events\":[");
        for (Event event : events) {
            frame.append(frames.isEmpty() ? "{" : ",{").append("\"sequence\":").append(event.sequence());
            if (event.sessionId() != null) {
                frame.append(",\"sessionId\":").append(JsonText.quote(event.sessionId()));
            }
            frames.add(utf8(frame.append(",\"message\":")));
            frame = new StringBuilder("}");
        }
        frames.add(utf8(tail(frame)));
        return Frames.around(events, frames);
    }

    private StringBuilder tail(StringBuilder tail) {
        tail.append(']');
        if (gap != null) {
            tail.append(",\"gap\":").append(gap.params());
        }
        if (!resolved.isEmpty()) {
            tail.append(",\"resolved\":[").append(String.join(",", resolved)).append(']');
        }
        if (caughtUp) {
            tail.append(",\"caughtUp\":true");
        }
        tail.append(",\"next\":").append(next());
        if (end != null) {
            tail.append(",\"ended\":").append(end.params());
        }
        return tail.append("}\n");
    }

    private static byte[] utf8(StringBuilder text) {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
