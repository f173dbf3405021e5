// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.runtime.client.Selector.Decision;
import dev.fairlead.runtime.client.Selector.Pace;
import dev.fairlead.runtime.client.Selector.Progress;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectorTest {
    /** Each letter is a rung: - not tried, t being tried, P proven, O opened, x failed. */
    @ParameterizedTest(name = "{0} after {1} ms: {2}")
    @CsvSource({
        "---,     0, start 0",
        "t--,     0, wait 250",
        "t--,   249, wait 250",
        "t--,   250, start 1",
        "tt-,   250, wait 500",
        "tt-,   500, start 2",
        "ttt,   500, wait 10000",
        "P--,    20, use 0",
        "Ptt,   600, use 0",
        "x--,    20, start 1",
        "xx-,    20, start 2",
        "xt-,    20, wait 500",
        "tP-,   300, wait 700",
        "tP-,   700, use 1",
        "xP-,   300, use 1",
        "txP,   600, wait 700",
        "xtP,   650, wait 700",
        "xxP,   600, use 2",
        "ttt,  9999, wait 10000",
        "ttt, 10000, give up",
        "xxx,    30, give up",
        "O--,    20, start 1",
        "Ot-,    30, wait 500",
        "OOx,    40, use 0",
        "Oxx,    40, use 0",
        "OxP,    60, use 2",
        "OtP,   700, use 2",
        "xOt, 10000, use 1",
        "x,       5, give up",
        "t,       5, wait 10000",
        "O,       5, use 0",
        "P,       5, use 0",
    })
    void decides(String ladder, long millis, String decision) {
        assertEquals(decision, decide(ladder, millis, Pace.UNKNOWN_PATH));
    }

    @ParameterizedTest(name = "{0} after {1} ms: {2}")
    @CsvSource({"t--, 599, wait 600", "t--, 600, start 1", "tt-, 700, start 2", "x--, 10, start 1"})
    void givesWhatIsKnownToWorkAHeadStart(String ladder, long millis, String decision) {
        assertEquals(decision, decide(ladder, millis, Pace.KNOWN_PATH));
    }

    private static String decide(String ladder, long millis, Pace pace) {
        Decision decision = Selector.decide(
                Stream.of(ladder.split("")).map(SelectorTest::progress).toList(), Duration.ofMillis(millis), pace);
        if (decision instanceof Decision.Start start) {
            return "start " + start.rung();
        }
        if (decision instanceof Decision.Use use) {
            return "use " + use.rung();
        }
        return decision instanceof Decision.Wait wait ? "wait " + wait.until().toMillis() : "give up";
    }

    private static Progress progress(String letter) {
        return switch (letter) {
            case "-" -> Progress.WAITING;
            case "t" -> Progress.TRYING;
            case "P" -> Progress.PROVEN;
            case "O" -> Progress.OPENED;
            default -> Progress.FAILED;
        };
    }
}
