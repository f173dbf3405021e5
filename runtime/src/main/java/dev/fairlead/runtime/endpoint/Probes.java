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
        Duration pause = Duration.ofSeconds(query.number("pause", 1, LONGEST_PAUSE));
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
        say(stream, 1, events, pause);
    }

    private void say(HttpStream stream, int number, int events, Duration pause) {
        String event = "event: probe\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/probe\",\"params\":{\"number\":"
                + number + ",\"of\":" + events + "}}\n\n";
        stream.write(ByteBuffer.wrap(event.getBytes(StandardCharsets.US_ASCII))).thenRun(() -> {
            if (number == events) {
                stream.end();
            } else {
                timers.after(pause, () -> goOn(stream, number + 1, events, pause));
            }
        });
    }

    private void goOn(HttpStream stream, int number, int events, Duration pause) {
        boolean goes;
        synchronized (this) {
            goes = !stopped && open.contains(stream);
        }
        if (goes) {
            say(stream, number, events, pause);
        }
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
}
