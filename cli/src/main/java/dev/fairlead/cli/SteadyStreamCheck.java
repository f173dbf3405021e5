// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * Whether the events of a stream come one by one, as they are written, or in bursts: some proxies keep small pieces back for a while
 * and pass them on together. The gateway says with each event when it wrote it, so that its own pauses are told from the path's. What
 * counts is where most of the time passes, not the longest pause, and it is looked at twice before it is held against the path: a busy
 * machine and a bad radio link stutter too, and not all the time.
 */
final class SteadyStreamCheck implements Check {
    static final String NAME = "sse, steady";

    private static final int EVENTS = 40;
    private static final String QUERY = "?events=" + EVENTS + "&millis=20";
    private static final Duration LONGEST = Duration.ofSeconds(10);

    /** Shorter pauses nobody sees in a text that grows, in milliseconds. */
    private static final long LONG_PAUSE = 150;

    private static final String ADVICE =
            "Pass each piece of an event stream on as it comes (HAProxy: option http-no-delay).";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Finding run(Passage passage) {
        Finding first = judge(observe(passage));
        return first.grade() == Grade.HINDERED ? judge(observe(passage)) : first;
    }

    private static Observation observe(Passage passage) {
        return ObservedStream.observe(
                passage,
                passage.request("/probe" + QUERY)
                        .header("Accept", "text/event-stream")
                        .GET()
                        .build(),
                EVENTS,
                LONGEST);
    }

    /** Says what a stream shows whose events were written a twentieth of a second apart. */
    static Finding judge(Observation seen) {
        List<Long> written = seen.written();
        if (!seen.isStream() || seen.arrivals().isEmpty()) {
            return Finding.untried(NAME, "There was no event stream to look at.");
        }
        if (written.isEmpty()) {
            return Finding.untried(NAME, "The gateway has no probe for this; a later version has.");
        }
        if (!seen.isWhole() || written.size() < seen.expected()) {
            return Finding.untried(NAME, "The event stream was not whole.");
        }
        if (span(seen.arrivals()) < span(written) / 2) {
            return Finding.untried(NAME, "All events came together.");
        }
        long writing = pause(written);
        if (writing > LONG_PAUSE) {
            return Finding.untried(NAME, "The gateway is too busy: it writes only every " + writing + " ms itself.");
        }
        long coming = pause(seen.arrivals());
        if (coming > LONG_PAUSE) {
            return Finding.hindered(
                    NAME,
                    "This network holds SSE back for moments: what was written every " + writing
                            + " ms came in bursts, every " + coming + " ms, so that an answer stutters.",
                    ADVICE);
        }
        return Finding.good(NAME, "SSE comes piece by piece, as it is written.");
    }

    private static long span(List<Long> times) {
        return times.get(times.size() - 1) - times.get(0);
    }

    /** Returns the pause, in milliseconds, such that three quarters of the time pass in pauses as long or longer. */
    private static long pause(List<Long> times) {
        long[] pauses = new long[times.size() - 1];
        for (int i = 0; i < pauses.length; i++) {
            pauses[i] = times.get(i + 1) - times.get(i);
        }
        Arrays.sort(pauses);
        long passed = 0;
        int longer = 0;
        while (longer < pauses.length - 1 && passed + pauses[longer] < span(times) / 4) {
            passed += pauses[longer++];
        }
        return pauses[longer];
    }
}
