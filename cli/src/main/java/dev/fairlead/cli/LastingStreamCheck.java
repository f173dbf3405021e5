// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.time.Duration;

/** Whether an event stream lives as long as was asked for: one that says something each second, or one that is silent until its end. */
record LastingStreamCheck(boolean silent, Duration time) implements Check {
    private static final Duration SLACK = Duration.ofSeconds(5);

    @Override
    public String name() {
        return silent ? "sse, silent" : "sse, lasting";
    }

    @Override
    public Finding run(Passage passage) {
        int seconds = (int) Math.max(1, time.toSeconds());
        int events = silent ? 2 : seconds + 1;
        String query = silent ? "?events=2&pause=" + seconds : "?events=" + events;
        return judge(
                name(),
                silent,
                time,
                ObservedStream.observe(
                        passage,
                        passage.request("/probe" + query)
                                .header("Accept", "text/event-stream")
                                .GET()
                                .build(),
                        events,
                        time.plus(SLACK)));
    }

    static Finding judge(String name, boolean silent, Duration time, Observation seen) {
        String stream = silent ? "An event stream that is silent" : "An event stream that says something each second";
        if (!seen.isStream()) {
            return Finding.untried(name, "There was no event stream to look at.");
        }
        if (seen.isWhole()) {
            return Finding.good(name, stream + " lives for " + time.toSeconds() + " s.");
        }
        boolean over = seen.cut() != null || seen.ended();
        return Finding.hindered(
                name,
                stream
                        + (over
                                ? " is cut after " + seen.millis() / 1000 + " s."
                                : " stood still; nothing came any more after " + Math.max(0, seen.last()) / 1000
                                        + " s."),
                silent
                        ? "Let answers be silent for more than 30 s (the gateway's heartbeat is 15 s)."
                        : "Do not limit how long an answer may take.");
    }
}
