// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.http.UnexpectedAnswer;
import java.time.Duration;

/**
 * Whether an event stream comes through as it is written: its first event at once, the next a second later. The stream ends by itself after
 * two seconds, so that a path which holds it until then is told from one that lets nothing through.
 */
final class StreamCheck implements Check {
    static final String NAME = "sse";

    private static final int EVENTS = 3;
    private static final Duration LONGEST = Duration.ofSeconds(7);
    private static final long PROMPT = 1500;
    private static final long TOGETHER = 500;
    private static final String ADVICE =
            "Do not buffer or scan answers of type text/event-stream as a whole (nginx: proxy_buffering off and HTTP/1.1 to the"
                    + " gateway; inspecting proxies: an exception for this address).";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        return judge(ObservedStream.observe(
                passage,
                passage.request("/probe?events=" + EVENTS)
                        .header("Accept", "text/event-stream")
                        .GET()
                        .build(),
                EVENTS,
                LONGEST));
    }

    /** Says what a stream of three events, a second apart, shows of the path. */
    static Finding judge(Observation seen) {
        if (seen.headers() == null) {
            String cut = seen.cut();
            return Finding.broken(
                    NAME,
                    cut == null
                            ? "Event streams (SSE) get no answer in " + seen.millis() + " ms."
                            : "Event streams (SSE) get no answer: " + cut,
                    ADVICE);
        }
        if (seen.isCompressed()) {
            return Finding.broken(
                    NAME,
                    "This network compresses event streams (" + seen.header("Content-Encoding")
                            + ") though nobody asked it to.",
                    "Do not compress text/event-stream.");
        }
        if (!seen.isStream()) {
            return Finding.broken(
                    NAME,
                    new UnexpectedAnswer(seen.status(), seen.headers(), seen.beginning())
                            .as("An event stream (SSE)")
                            .reason()
                            .detail(),
                    ADVICE);
        }
        if (!seen.isWhole()) {
            return partial(seen);
        }
        if (seen.first() > PROMPT && seen.last() - seen.first() < TOGETHER) {
            return Finding.broken(
                    NAME,
                    "This network holds SSE until the response ends, or a buffer is full: all events came after "
                            + seen.first() + " ms, together.",
                    ADVICE);
        }
        if (seen.first() > PROMPT) {
            return Finding.hindered(NAME, "SSE comes late: the first event after " + seen.first() + " ms.", ADVICE);
        }
        return Finding.good(NAME, "SSE works; the first event came after " + seen.first() + " ms.")
                .taking(Duration.ofMillis(seen.first()));
    }

    private static Finding partial(Observation seen) {
        String events = seen.arrivals().size() + " of " + seen.expected() + " events";
        String how = seen.cut() != null
                ? "is cut after " + seen.millis() + " ms, after "
                : seen.ended()
                        ? "is ended by the network after " + seen.millis() + " ms as if it were whole, after "
                        : "stands still: after " + seen.millis() + " ms there are ";
        return Finding.broken(NAME, "SSE " + how + events + ".", ADVICE);
    }
}
