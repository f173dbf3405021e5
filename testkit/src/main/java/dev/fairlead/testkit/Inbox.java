// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All that came down to one client, on whichever stream, in the order of arrival. */
final class Inbox {
    /**
     * One thing that came.
     *
     * @param stream where it came
     * @param kind what it is
     * @param name the name of an SSE event, empty if it has none
     * @param id the id of an SSE event, empty if it has none
     * @param text the message, the data of the event, or why the stream ended
     */
    record Arrival(String stream, Kind kind, String name, String id, String text) {
        /** Whether the stream has ended with this, well or badly. */
        boolean isEnd() {
            return kind == Kind.END || kind == Kind.CUT;
        }

        /** Whether this is the response to a request. */
        boolean answers(String requestId) {
            Json json = json();
            return kind == Kind.MESSAGE
                    && json.at("method").isAbsent()
                    && json.at("id").source().equals(requestId);
        }

        Json json() {
            try {
                return Json.parse(text);
            } catch (IllegalArgumentException e) {
                return Json.ABSENT;
            }
        }

        @Override
        public String toString() {
            return kind + (name.isEmpty() ? "" : " " + name) + " on the " + stream + ": "
                    + (text.length() > 160 ? text.substring(0, 160) + "…" : text);
        }
    }

    /** What may come. */
    enum Kind {
        /** An unnamed SSE event, or a text frame. */
        MESSAGE,
        /** An SSE event with a name, which carries no message. */
        NAMED_EVENT,
        /** A comment or a {@code retry:} line. */
        REMARK,
        /** The last thing: the stream ended as it should. */
        END,
        /** The last thing: the stream was cut. */
        CUT
    }

    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final List<Arrival> past = new ArrayList<>();
    private final Duration patience;

    Inbox(Duration patience) {
        this.patience = patience;
    }

    void put(Arrival arrival) {
        arrivals.add(arrival);
    }

    /** Takes what comes until the wanted thing comes, and returns that. */
    Arrival await(String what, Predicate<Arrival> wanted) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            Arrival next = next(end - System.nanoTime());
            if (next == null) {
                throw new ConformanceFailure(
                        what + " did not come within " + patience.toMillis() + " ms; what came: " + summary());
            }
            past.add(next);
            if (wanted.test(next)) {
                return next;
            }
        }
    }

    /** Takes what comes until the response to a request comes, whose id is given as JSON text. */
    Arrival awaitResponse(String id) {
        return await("The response to request " + id, arrival -> arrival.answers(id));
    }

    /** Finds the response among what was taken while waiting for something else, or waits for it. */
    Arrival responseTo(String id) {
        return past.stream().filter(arrival -> arrival.answers(id)).findFirst().orElseGet(() -> awaitResponse(id));
    }

    /** Takes what comes until the agent asks the method. */
    Json awaitRequest(String method) {
        return await("The agent's request " + method, arrival -> {
                    Json json = arrival.json();
                    return json.at("method").text().equals(method)
                            && !json.at("id").isAbsent();
                })
                .json();
    }

    /** Takes what comes until the stream ends, well or badly. */
    Arrival awaitEnd(String stream) {
        return await("The end of the " + stream, arrival -> arrival.stream().equals(stream) && arrival.isEnd());
    }

    /** Returns what was taken so far, the wanted things included. */
    List<Arrival> past() {
        return List.copyOf(past);
    }

    private @Nullable Arrival next(long nanos) {
        try {
            return arrivals.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConformanceFailure("interrupted while waiting");
        }
    }

    private String summary() {
        List<String> last = past.stream()
                .filter(arrival -> arrival.kind() != Kind.REMARK)
                .map(Arrival::toString)
                .toList();
        return last.isEmpty() ? "nothing" : String.join("; ", last.subList(Math.max(0, last.size() - 3), last.size()));
    }
}
