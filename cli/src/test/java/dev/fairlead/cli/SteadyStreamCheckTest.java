// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What the pauses between events say of the path. The recorded ones were seen on two processors that ten programs wanted. */
class SteadyStreamCheckTest {
    private static final int EVENTS = 40;

    /** A gateway that has nothing else to do. */
    private static final long[] EVEN =
            LongStream.generate(() -> 50).limit(EVENTS - 1).toArray();

    /** HAProxy 2.6 without the option. */
    private static final long[] HAPROXY = {
        0, 0, 0, 244, 0, 0, 0, 0, 324, 0, 0, 0, 0, 101, 0, 0, 0, 0, 247, 0, 0, 0, 0, 252, 0, 0, 0, 0, 248, 0, 0, 0, 0,
        254, 0, 0, 0, 0, 46
    };

    /** HAProxy 2.6 with it. */
    private static final long[] HAPROXY_AT_ONCE = {
        27, 42, 50, 50, 50, 53, 47, 53, 47, 159, 48, 65, 38, 43, 48, 50, 54, 56, 76, 84, 32, 83, 89, 27, 48, 51, 49, 56,
        74, 95, 61, 64, 50, 50, 50, 50, 51, 49, 52
    };

    /** 300 ms away, and as much as 50 ms more. */
    private static final long[] JITTER = {
        76, 0, 94, 38, 94, 1, 36, 57, 57, 18, 93, 57, 87, 57, 20, 39, 53, 73, 61, 46, 57, 22, 48, 46, 70, 46, 63, 60,
        39, 30, 70, 82, 56, 64, 44, 31, 86, 7, 69
    };

    /** A gateway and a client among programs that want every processor. */
    private static final long[] BUSY = {
        47, 49, 62, 118, 50, 70, 36, 48, 88, 144, 84, 120, 112, 128, 96, 124, 118, 30, 66, 154, 52, 72, 52, 56, 174, 91,
        39, 76, 136, 31, 72, 30, 115, 32, 61, 63, 106, 82, 52
    };

    @Test
    void anEvenStreamIsSteady() {
        assertEquals(
                "good: SSE comes piece by piece, as it is written.", judge(seen(EVENTS, millis(EVEN), millis(EVEN))));
    }

    @Test
    void aProxyThatKeepsSmallPiecesBackIsFound() {
        assertEquals(
                "hindered: This network holds SSE back for moments: what was written every 50 ms came in bursts, every 247 ms,"
                        + " so that an answer stutters.",
                judge(seen(EVENTS, millis(EVEN), millis(HAPROXY))));
    }

    @Test
    void neitherJitterNorABusyMachineIsHeldAgainstThePath() {
        for (long[] pauses : List.of(HAPROXY_AT_ONCE, JITTER, BUSY)) {
            assertEquals(
                    Grade.GOOD,
                    SteadyStreamCheck.judge(seen(EVENTS, millis(EVEN), millis(pauses)))
                            .grade());
        }
    }

    @Test
    void aFewLongPausesAreNotHeldAgainstThePath() {
        long[] pauses = EVEN.clone();
        for (int lost = 0; lost < pauses.length; lost += 13) { // a packet that is sent again, and what waited behind it
            pauses[lost] = 300;
            Arrays.fill(pauses, lost + 1, lost + 6, 0);
        }

        assertEquals(
                Grade.GOOD,
                SteadyStreamCheck.judge(seen(EVENTS, millis(EVEN), millis(pauses)))
                        .grade());
    }

    @Test
    void aGatewayThatWritesInBurstsItselfProvesNothing() {
        assertEquals(
                "untried: The gateway is too busy: it writes only every 247 ms itself.",
                judge(seen(EVENTS, millis(HAPROXY), millis(HAPROXY))));
    }

    @Test
    void aStreamThatIsHeldUntilItsEndIsLeftToTheOtherCheck() {
        assertEquals(
                "untried: All events came together.", judge(seen(EVENTS, millis(EVEN), millis(new long[EVENTS - 1]))));
    }

    @Test
    void whatIsNotWholeIsNotJudged() {
        assertEquals("untried: The event stream was not whole.", judge(seen(EVENTS, millis(50), millis(50))));
        assertEquals("untried: There was no event stream to look at.", judge(seen(EVENTS, List.of(), List.of())));
        assertEquals(
                "untried: There was no event stream to look at.",
                judge(new Observation(0, null, -1, List.of(), EVENTS, false, null, 10_000, "")));
    }

    @Test
    void aGatewayThatDoesNotSayWhenItWroteHasNoSuchProbe() {
        assertEquals(
                "untried: The gateway has no probe for this; a later version has.",
                judge(seen(EVENTS, List.of(), millis(1000, 1000))));
    }

    private static String judge(Observation seen) {
        Finding finding = SteadyStreamCheck.judge(seen);
        return finding.grade().word() + ": " + finding.words();
    }

    /** Returns when each event was there, the first at once. */
    private static List<Long> millis(long... pauses) {
        List<Long> times = new ArrayList<>(List.of(0L));
        for (long pause : pauses) {
            times.add(times.get(times.size() - 1) + pause);
        }
        return times;
    }

    private static Observation seen(int expected, List<Long> written, List<Long> arrivals) {
        Map<String, List<String>> headers = Map.of("Content-Type", List.of("text/event-stream"));
        return new Observation(
                200,
                HttpHeaders.of(headers, (name, value) -> true),
                5,
                arrivals,
                expected,
                true,
                null,
                10_000,
                written.stream()
                        .map(millis -> "event: probe\ndata: {\"params\":{\"number\":1,\"of\":40,\"millis\":" + millis
                                + "}}\n\n")
                        .collect(Collectors.joining()));
    }
}
