// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTextTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "||,                  |\"\"|",
                "|a'b|,               |\"a'b\"|",
                "|say \"\\\"|,        |\"say \\\"\\\\\\\"\"|",
                "|/|,                 |\"/\"|",
                "|\n\r\t\b\f|,        |\"\\n\\r\\t\\b\\f\"|",
                "|\u0000\u001f\u000b|,|\"\\u0000\\u001f\\u000b\"|",
                "|\u007f\u00e9\u2028|,|\"\u007f\u00e9\u2028\"|",
                "|\ud83d\ude00|,      |\"\ud83d\ude00\"|",
                "|\ud83d|,            |\"\\ud83d\"|",
                "|\ude00x|,           |\"\\ude00x\"|",
                "|\ud83d\ud83d\ude00|,|\"\\ud83d\ud83d\ude00\"|",
                "|\ud83d\ude00\ude00|,|\"\ud83d\ude00\\ude00\"|"
            })
    void quotesInTheShortestSpelling(String text, String quoted) {
        assertEquals(quoted, JsonText.quote(text));
    }

    @Property
    void whatIsQuotedIsReadBack(@ForAll("texts") String text) {
        String quoted = JsonText.quote(text);

        assertEquals(text, JsonParser.parseString(quoted).getAsString());
        assertEquals(text, JsonText.unescape(quoted.substring(1, quoted.length() - 1)));
        assertEquals(text, Reading.envelope("{\"method\":" + quoted + "}").method());
    }

    @Property
    void whatIsQuotedIsOneLineOfUtf8(@ForAll("texts") String text) {
        String quoted = JsonText.quote(text);

        assertTrue(quoted.chars().noneMatch(c -> c < 0x20));
        assertEquals(quoted, new String(quoted.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<Character> characters = Arbitraries.oneOf(
                Arbitraries.chars().range('\0', '\u007f'),
                Arbitraries.of('"', '\\', '/', '\ud83d', '\ude00', '\udfff', '\ud800', '\uffff', '\u2028'),
                Arbitraries.chars().all());
        return characters.list().ofMaxSize(30).map(list -> {
            StringBuilder text = new StringBuilder();
            list.forEach(text::append);
            return text.toString();
        });
    }
}
