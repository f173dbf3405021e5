// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.runtime.connection.Timers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Event streams that say a number at once and then one each second, so that a client sees what the path does to streams. Thread-safe.
 */
final class Probes {
    /** How many there may be at once. */
    static final int MOST = 64;

    /** How many events one has unless it asks for another number. */
    static final int EVENTS = 90;

    private static final int MOST_EVENTS = 3600;
    private static final int LONGEST_PAUSE = 600;
    private static final int MOST_MILLIS = 999;
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "text/event-stream",
            "Cache-Control", "no-cache, no-store, no-transform",
            "X-Accel-Buffering", "no");

    private final Timers timers;
    private final Set<HttpStream> open = new HashSet<>();
    private boolean stopped;

    Probes(Timers timers) {
        this.timers = timers;
    }

    /**
     * Answers a call with such a stream.
     *
     * @throws AgentException {@link Code#LIMIT_REACHED} if there are too many
     */
    void answer(HttpCall call) {
        ProbeQuery query = new ProbeQuery(call.query());
        int events = query.number("events", EVENTS, MOST_EVENTS);
        int millis = query.number("millis", 0, MOST_MILLIS);
        Duration pause =
                millis > 0 ? Duration.ofMillis(millis) : Duration.ofSeconds(query.number("pause", 1, LONGEST_PAUSE));
        HttpStream stream;
        synchronized (this) {
            if (stopped) {
                throw new AgentException(Code.SHUTDOWN, CloseReason.SHUTDOWN.detail());
            }
            if (open.size() >= MOST) {
                throw new AgentException(
                        Code.LIMIT_REACHED, "All " + MOST + " probes are in use. Try again in a moment.");
            }
            stream = call.stream(200, HEADERS);
            open.add(stream);
        }
        stream.closed().thenRun(() -> forget(stream));
        new Telling(stream, events, pause, timers.now()).say(1);
    }

    private synchronized boolean goesOn(HttpStream stream) {
        return !stopped && open.contains(stream);
    }

    private synchronized void forget(HttpStream stream) {
        open.remove(stream);
    }

    /** Ends those under way, and takes no more; completes when none is left. */
    CompletionStage<Void> stop() {
        List<HttpStream> ending;
        synchronized (this) {
            stopped = true;
            ending = List.copyOf(open);
        }
        ending.forEach(HttpStream::end);
        return CompletableFuture.allOf(ending.stream()
                .map(stream -> stream.closed().toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
    }

    /** What one stream says: each event's number, and when the gateway said it, in milliseconds from the stream's beginning. */
    private final class Telling {
        private final HttpStream stream;
        private final int events;
        private final Duration pause;
        private final long begun;

        Telling(HttpStream stream, int events, Duration pause, long begun) {
            this.stream = stream;
            this.events = events;
            this.pause = pause;
            this.begun = begun;
        }

        void say(int number) {
            String event =
                    "event: probe\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/probe\",\"params\":{\"number\":"
                            + number + ",\"of\":" + events + ",\"millis\":" + (timers.now() - begun) / 1_000_000
                            + "}}\n\n";
            stream.write(ByteBuffer.wrap(event.getBytes(StandardCharsets.US_ASCII)))
                    .thenRun(() -> {
                        if (number == events) {
                            stream.end();
                        } else {
                            timers.after(pause, () -> goOn(number + 1));
                        }
                    });
        }

        private void goOn(int number) {
            if (goesOn(stream)) {
                say(number);
            }
        }
    }
}
