// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static dev.fairlead.api.Reading.bytes;
import static dev.fairlead.api.Reading.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 3629: what stands between the quotes of a string is UTF-8, all of it and nothing else. */
class Utf8Test {
    private static final String MESSAGE = "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[\"?\"]}";

    static int[][] wellFormed() {
        return new int[][] {
            {0x7f},
            {0xc2, 0x80},
            {0xdf, 0xbf},
            {0xe0, 0xa0, 0x80},
            {0xe2, 0x80, 0xa8},
            {0xed, 0x9f, 0xbf},
            {0xee, 0x80, 0x80},
            {0xef, 0xbb, 0xbf},
            {0xef, 0xbf, 0xbf},
            {0xf0, 0x90, 0x80, 0x80},
            {0xf4, 0x8f, 0xbf, 0xbf}
        };
    }

    static int[][] malformed() {
        return new int[][] {
            // a continuation without a beginning, and beginnings that never are
            {0x80},
            {0xbf},
            {0xfe},
            {0xff},
            {0xf5, 0x80, 0x80, 0x80},
            {0xf8, 0x88, 0x80, 0x80, 0x80},
            {0xfc, 0x84, 0x80, 0x80, 0x80, 0x80},
            // overlong forms of '/', NUL, '"' and others
            {0xc0, 0xaf},
            {0xc0, 0x80},
            {0xc0, 0xa2},
            {0xc1, 0xbf},
            {0xe0, 0x80, 0xaf},
            {0xe0, 0x9f, 0xbf},
            {0xf0, 0x80, 0x80, 0xaf},
            {0xf0, 0x8f, 0xbf, 0xbf},
            // surrogates, alone and as the pair of CESU-8
            {0xed, 0xa0, 0x80},
            {0xed, 0xbf, 0xbf},
            {0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80},
            // beyond U+10FFFF
            {0xf4, 0x90, 0x80, 0x80},
            {0xf7, 0xbf, 0xbf, 0xbf},
            // cut short before the quote
            {0xc3},
            {0xe2, 0x82},
            {0xe2},
            {0xf0, 0x9f, 0x98},
            {0xf0, 0x9f},
            {0xf0},
            // Latin-1
            {0xe9}
        };
    }

    @ParameterizedTest
    @MethodSource("wellFormed")
    void takesWellFormedCharacters(int[] character) {
        byte[] utf8 = bytes(MESSAGE, character);

        assertEquals("m", Message.read(utf8, MessageLimits.STANDARD).envelope().method());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesMalformedCharacters(int[] character) {
        AgentException refusal = refusal(bytes(MESSAGE, character), MessageLimits.STANDARD);

        assertEquals(Code.MALFORMED_JSON, refusal.code());
        assertEquals("Not JSON: the bytes are not UTF-8", refusal.getMessage().split(",", 2)[0]);
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesThemInMemberNamesToo(int[] character) {
        byte[] utf8 = bytes("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"?\":1}", character);

        assertEquals(Code.MALFORMED_JSON, refusal(utf8, MessageLimits.STANDARD).code());
    }

    @Test
    void refusesUtf16() {
        byte[] utf16 = Reading.withParams("{}").getBytes(StandardCharsets.UTF_16LE);

        assertEquals(Code.MALFORMED_JSON, refusal(utf16, MessageLimits.STANDARD).code());
    }

    @Property(tries = 20_000)
    void agreesWithTheDecoderOfTheJdk(@ForAll @Size(min = 1, max = 5) byte[] between) {
        int[] inserted = new int[between.length];
        boolean free = true;
        for (int i = 0; i < between.length; i++) {
            inserted[i] = between[i] & 0xff;
            free &= inserted[i] >= 0x20 && inserted[i] != '"' && inserted[i] != '\\';
        }
        if (free) {
            assertEquals(isUtf8(between), isRead(bytes(MESSAGE, inserted)));
        }
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    private static boolean isRead(byte[] utf8) {
        try {
            Message.read(utf8, MessageLimits.STANDARD);
            return true;
        } catch (AgentException e) {
            return false;
        }
    }
}
