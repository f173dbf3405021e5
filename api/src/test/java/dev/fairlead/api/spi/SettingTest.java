// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
    private static final Setting<Integer> COUNT = Setting.count("limits.count", "5", 1, 10, "How many.");
    private static final Setting<Integer> BYTES = Setting.bytes("limits.bytes", "16 MiB", "How much.");
    private static final Setting<Duration> TIME = Setting.duration("limits.time", "15 s", "How long.");
    private static final Setting<Boolean> FLAG = Setting.flag("insecure", "false", "Whether.");
    private static final Setting<String> TEXT = Setting.text("token-file", "", "Which.");
    private static final Setting<List<String>> LIST = Setting.list("transports", "", "Which ones.");

    @Test
    void tellsItsKeyDefaultAndExplanation() {
        assertEquals("limits.count", COUNT.key());
        assertEquals("5", COUNT.standard());
        assertEquals("How many.", COUNT.explanation());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "10, 10", "' 7\t', 7", "+3, 3", "007, 7"})
    void readsCountsUpToTheirBounds(String text, int value) {
        assertEquals(value, COUNT.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "11", "-1", "", "x", "1.0", "1e1", "0x1", "99999999999999999999"})
    void refusesOtherCounts(String text) {
        assertRefused(COUNT, text, "a whole number from 1 to 10");
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "500, 500",
        "500 b, 500",
        "64KiB, 65536",
        "64 kib, 65536",
        "64k, 65536",
        "16 MiB, 16777216",
        "16m, 16777216",
        "1 GiB, 1073741824",
        "1G, 1073741824",
        "2047 MiB, 2146435072",
        "2147483647, 2147483647",
        "' 3\tK ', 3072"
    })
    void readsSizes(String text, int value) {
        assertEquals(value, BYTES.read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "0 MiB",
                "-1",
                "1.5 MiB",
                "2 GiB",
                "2048 MiB",
                "2147483648",
                "999999999999999 GiB",
                "9999999999999999",
                "1 KB",
                "1 TiB",
                "MiB",
                "1 MiB 2",
                "\u0661",
                "1\u00a0MiB"
            })
    void refusesOtherSizes(String text) {
        assertRefused(BYTES, text, "a size from 1 byte to 2047 MiB, such as 64 KiB or 16 MiB");
    }

    @ParameterizedTest
    @CsvSource({
        "250 ms, PT0.25S",
        "250ms, PT0.25S",
        "0 s, PT0S",
        "15 s, PT15S",
        "15S, PT15S",
        "5 min, PT5M",
        "5m, PT5M",
        "2 h, PT2H",
        "8760 h, PT8760H",
        "31536000000 ms, PT8760H",
        "' 1\ts ', PT1S"
    })
    void readsTimes(String text, Duration value) {
        assertEquals(value, TIME.read(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "15",
                "s",
                "-1 s",
                "1.5 s",
                "1 d",
                "1 sec",
                "8761 h",
                "31536000001 ms",
                "999999999999999 h",
                "9999999999999999 ms",
                "PT1S"
            })
    void refusesOtherTimes(String text) {
        assertRefused(TIME, text, "a time such as 250 ms, 15 s, 5 min or 2 h, at most 8760 h");
    }

    @Test
    void everyTimeFitsIntoNanoseconds() {
        assertEquals(31_536_000_000_000_000L, TIME.read("8760 h").toNanos());
    }

    @ParameterizedTest
    @CsvSource({"true, true", "TRUE, true", "' False ', false"})
    void readsFlags(String text, boolean value) {
        assertEquals(value, FLAG.read(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yes", "1", "on", "tru"})
    void refusesOtherFlags(String text) {
        assertRefused(FLAG, text, "true or false");
    }

    @Test
    void readsTextsWithoutTheSpaceAroundThem() {
        assertEquals("a b", TEXT.read("  a b\n"));
        assertEquals("", TEXT.read(" "));
    }

    @Test
    void readsLists() {
        assertEquals(List.of("sse", "web socket"), LIST.read(" sse , ,web socket,"));
        assertEquals(List.of(), LIST.read(" "));
        assertEquals(List.of(), LIST.read(","));
    }

    @Test
    void readsWhatItsOwnFunctionMakesOfIt() {
        Setting<Character> letter = Setting.of("letter", "a", "Which letter.", text -> {
            if (text.length() != 1) {
                throw new IllegalArgumentException("one letter");
            }
            return text.charAt(0);
        });

        assertEquals('x', letter.read(" x "));
        assertRefused(letter, "xy", "one letter");
    }

    private static void assertRefused(Setting<?> setting, String text, String expected) {
        AgentException refusal = assertThrows(AgentException.class, () -> setting.read(text));

        assertEquals(Code.CONFIGURATION, refusal.code());
        assertEquals(
                "Setting " + setting.key() + " has the value '" + text + "'; it must be " + expected + ".",
                refusal.getMessage());
    }
}
