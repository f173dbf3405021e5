// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonText;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlFrameTest {
    @Test
    void readsTextsAndSequences() {
        ControlFrame frame = attach("{\"connectionId\":\"c-1\",\"after\":41,\"client\":\"tab\"}");

        assertTrue(frame.is("attach"));
        assertFalse(frame.is("ack"));
        assertEquals("c-1", frame.text("connectionId"));
        assertEquals("tab", frame.text("client"));
        assertEquals(41L, frame.sequence("after"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"connectionId\":null,\"after\":null}", "[\"c-1\",41]", "null", "7", "\"{\""})
    void whatIsNotThereIsAbsent(String params) {
        assertNull(attach(params).text("connectionId"));
        assertNull(attach(params).sequence("after"));
    }

    @Test
    void paramsMayBeMissing() {
        assertNull(read("{\"method\":\"_fairlead/heartbeat\"}").text("connectionId"));
    }

    @Test
    void passesOverWhatItDoesNotKnow() {
        ControlFrame frame = attach(
                "\t{ \"x\" : [ {\"after\":1,\"y\":\"]}\\\\\\\"\"} , [] ] , \"after\" :2 ,\"z\":{\"after\":3},\"b\":true,\"n\":-1.5e3 } ");

        assertEquals(2L, frame.sequence("after"));
    }

    @Test
    void namesAreReadAsTheyAreMeant() {
        assertEquals(5L, attach("{\"\\u0061fter\":5}").sequence("after"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1.0", "1e3", "\"1\"", "true", "{}", "[1]", "1000000000000000000"})
    void aSequenceMustBeAWholeNumber(String value) {
        AgentException refusal = assertThrows(
                AgentException.class, () -> attach("{\"after\":" + value + "}").sequence("after"));

        assertEquals(Code.INVALID_MESSAGE, refusal.code());
        assertEquals("The member 'after' must be a whole number from 0.", refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "true", "{}", "[\"c-1\"]"})
    void aTextMustBeAString(String value) {
        ControlFrame frame = attach("{\"client\":" + value + "}");

        assertEquals(
                Code.INVALID_MESSAGE,
                assertThrows(AgentException.class, () -> frame.text("client")).code());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"method":"_fairlead/attach","params":{"after":1,"after":2}} | INVALID_MESSAGE
                    {"method":"_fairlead/attach","params":{"after":1             | MALFORMED_JSON
                    {"method":"_fairlead/attach","id":1}                         | PROTOCOL
                    {"method":"session/update","params":{}}                      | PROTOCOL
                    {"id":1,"result":{}}                                         | PROTOCOL
                    {}                                                           | PROTOCOL
                    """)
    void whatIsNoControlFrameIsRefused(String json, Code code) {
        assertEquals(code, assertThrows(AgentException.class, () -> read(json)).code());
    }

    @Test
    void aFrameOverFourKibibytesIsRefused() {
        String start = "{\"method\":\"_fairlead/attach\",\"params\":{\"x\":\"";
        String largest = start + "x".repeat(4096 - start.length() - 3) + "\"}}";

        assertTrue(read(largest).is("attach"));
        assertEquals(
                Code.TOO_LARGE,
                assertThrows(AgentException.class, () -> read(largest + " ")).code());
    }

    @Property
    void anyTextAndSequenceAreReadBack(@ForAll String text, @ForAll @LongRange(min = 0, max = 999_999_999) long after) {
        ControlFrame frame = attach("{\"client\":" + JsonText.quote(text) + ",\"after\":" + after + "}");

        assertEquals(text, frame.text("client"));
        assertEquals(after, frame.sequence("after"));
    }

    @Property
    void everyEscapeOfACharacterIsUndone(@ForAll char character) {
        assertEquals(
                String.valueOf(character),
                attach(String.format("{\"client\":\"\\u%04x\"}", (int) character))
                        .text("client"));
    }

    @Test
    void shortEscapesAreUndone() {
        assertEquals(
                "\"\\/\b\f\n\r\t",
                attach("{\"client\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}").text("client"));
    }

    private static ControlFrame attach(String params) {
        return read("{\"jsonrpc\":\"2.0\",\"params\":" + params + ",\"method\":\"_fairlead/attach\"}");
    }

    private static ControlFrame read(String json) {
        return ControlFrame.read(json.getBytes(StandardCharsets.UTF_8));
    }
}
