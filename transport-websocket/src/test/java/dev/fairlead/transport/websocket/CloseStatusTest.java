// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloseStatusTest {
    @ParameterizedTest
    @CsvSource({
        "NORMAL, 1000",
        "SHUTDOWN, 1001",
        "PROTOCOL, 1002",
        "MALFORMED_JSON, 1002",
        "UNAUTHORIZED, 1008",
        "LIMIT_REACHED, 1008",
        "SUPERSEDED, 1008",
        "TOO_LARGE, 1009",
        "AGENT_EXITED, 1011",
        "AGENT_UNAVAILABLE, 1011"
    })
    void eachCodeHasItsStatus(Code code, int status) {
        assertEquals(status, CloseStatus.of(code));
    }

    @ParameterizedTest
    @ValueSource(ints = {1000, 1001, 1005})
    void aPeerThatSaysGoodbyeClosesNormally(int status) {
        assertEquals(CloseReason.NORMAL, CloseStatus.reason(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {1002, 1006, 1009, 1011, 4000})
    void anyOtherEndIsALostLink(int status) {
        assertEquals(CloseReason.LINK_LOST, CloseStatus.reason(status));
    }

    @Test
    void aSentenceThatFitsIsLeftAlone() {
        assertEquals("a".repeat(123), CloseStatus.text("a".repeat(123)));
    }

    @Test
    void aCharacterThatDoesNotFitIsLeftOutWhole() {
        assertEquals("a".repeat(120), CloseStatus.text("a".repeat(120) + "\ud83d\ude00"));
        assertEquals("a".repeat(119) + "\ud83d\ude00", CloseStatus.text("a".repeat(119) + "\ud83d\ude00b"));
    }

    @Property
    void aCutSentenceIsTheLongestBeginningThatFits(@ForAll @StringLength(min = 20, max = 140) String detail) {
        String text = CloseStatus.text(detail);

        assertTrue(detail.startsWith(text));
        assertTrue(bytes(text) <= 123);
        if (!text.equals(detail)) {
            int next = text.length() + Character.charCount(detail.codePointAt(text.length()));
            assertTrue(bytes(detail.substring(0, next)) > 123 || hasLoneSurrogate(detail));
        }
    }

    private static boolean hasLoneSurrogate(String text) {
        return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
