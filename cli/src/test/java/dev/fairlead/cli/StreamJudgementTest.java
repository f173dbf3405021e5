// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the arrival of events says of the path. */
class StreamJudgementTest {
    private static final String EVENTS = "text/event-stream";

    static Stream<Arguments> streams() {
        return Stream.of(
                Arguments.of(
                        seen(EVENTS, "", true, null, 2010, 9, 1008, 2009), Grade.GOOD, "first event came after 9 ms"),
                Arguments.of(
                        seen(EVENTS, "", true, null, 2060, 2040, 2041, 2041),
                        Grade.BROKEN,
                        "holds SSE until the response ends"),
                Arguments.of(seen(EVENTS, "", true, null, 2600, 1600, 2100, 2600), Grade.HINDERED, "comes late"),
                Arguments.of(
                        seen(EVENTS, "", true, null, 30), Grade.BROKEN, "as if it were whole, after 0 of 3 events"),
                Arguments.of(
                        seen(EVENTS, "", false, "cut", 1500, 9, 1009),
                        Grade.BROKEN,
                        "is cut after 1500 ms, after 2 of 3"),
                Arguments.of(seen(EVENTS, "", false, null, 7000, 9), Grade.BROKEN, "stands still"),
                Arguments.of(seen(EVENTS, "", false, null, 7000), Grade.BROKEN, "stands still"),
                Arguments.of(seen(EVENTS, "gzip", true, null, 2000), Grade.BROKEN, "compresses event streams (gzip)"),
                Arguments.of(
                        seen("text/html", "", true, null, 10), Grade.BROKEN, "answered with 200 and a page: 'Blocked'"),
                Arguments.of(
                        new Observation(0, null, -1, List.of(), 3, false, null, 7000, ""),
                        Grade.BROKEN,
                        "no answer in 7000 ms"),
                Arguments.of(
                        new Observation(0, null, -1, List.of(), 3, false, "it failed: refused.", 9, ""),
                        Grade.BROKEN,
                        "no answer: it failed"));
    }

    @ParameterizedTest
    @MethodSource("streams")
    void theClockNamesTheFault(Observation seen, Grade grade, String words) {
        Finding finding = StreamCheck.judge(seen);

        assertEquals(grade, finding.grade(), finding::words);
        assertTrue(finding.words().contains(words), finding::words);
    }

    @Test
    void compressionForWhoAsksForItHinders() {
        assertEquals(
                Grade.HINDERED,
                CompressionCheck.judge(seen(EVENTS, "br", true, null, 9)).grade());
        assertEquals(
                Grade.GOOD,
                CompressionCheck.judge(seen(EVENTS, "", true, null, 9)).grade());
        assertEquals(
                Grade.UNTRIED,
                CompressionCheck.judge(seen("text/html", "", true, null, 9)).grade());
    }

    @Test
    void aLastingStreamIsWholeOrCutOrStandsStill() {
        assertEquals(
                "An event stream that is silent lives for 60 s.",
                lasting(true, seen(EVENTS, "", true, null, 60_100, 5, 30_000, 60_000)));
        assertEquals(
                "An event stream that is silent is cut after 30 s.",
                lasting(true, seen(EVENTS, "", false, "cut", 30_010, 5)));
        assertEquals(
                "An event stream that says something each second is cut after 12 s.",
                lasting(false, seen(EVENTS, "", true, null, 12_900, 5, 1005)));
        assertEquals(
                "An event stream that says something each second stood still; nothing came any more after 1 s.",
                lasting(false, seen(EVENTS, "", false, null, 65_000, 5, 1005)));
    }

    private static String lasting(boolean silent, Observation seen) {
        return LastingStreamCheck.judge("sse", silent, Duration.ofMinutes(1), seen)
                .words();
    }

    private static Observation seen(
            String type, String encoding, boolean ended, @Nullable String cut, long millis, long... arrivals) {
        Map<String, List<String>> headers = encoding.isEmpty()
                ? Map.of("Content-Type", List.of(type))
                : Map.of("Content-Type", List.of(type), "Content-Encoding", List.of(encoding));
        return new Observation(
                200,
                HttpHeaders.of(headers, (name, value) -> true),
                5,
                Arrays.stream(arrivals).boxed().toList(),
                3,
                ended,
                cut,
                millis,
                "<title>Blocked</title>");
    }
}
