// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
    @Test
    void cutsAMessageOutAsItStands() {
        JsonObject poll = object(
                "{\"events\": [ {\"sequence\":4, \"message\": {\"a\" : [1, \"]}\"]} }, {\"sequence\":5} ],\"next\":5}");

        List<JsonObject> events = poll.objects("events");

        assertEquals(2, events.size());
        assertEquals(4L, events.get(0).number("sequence"));
        assertEquals(
                "{\"a\" : [1, \"]}\"]}",
                new String(Objects.requireNonNull(events.get(0).bytes("message")), StandardCharsets.UTF_8));
        assertNull(events.get(1).bytes("message"));
        assertEquals(5L, poll.number("next"));
    }

    @Test
    void whatIsAbsentOrNullIsNotThere() {
        JsonObject object = object("{\"text\":null,\"number\":null,\"object\":null,\"list\":null}");

        assertNull(object.text("text"));
        assertNull(object.number("number"));
        assertNull(object.object("object"));
        assertNull(object.bytes("other"));
        assertEquals(List.of(), object.objects("list"));
    }

    @Test
    void objectsStandInObjects() {
        JsonObject inner = object("{\"a\":{\"b\":{\"c\":\"\\u0064\"}}}").object("a");

        assertEquals("d", assertNotNullAnd(inner).object("b").text("c"));
    }

    private static JsonObject assertNotNullAnd(JsonObject object) {
        assertNotNull(object);
        return object;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    {"a":1,"\\u0061":2} | INVALID_MESSAGE
                    [1]                  | INVALID_MESSAGE
                    7                    | INVALID_MESSAGE
                    {"a":1               | MALFORMED_JSON
                    {"a":1} x            | MALFORMED_JSON
                    {"a":[[[[[[[[1]]]]]]]]} | INVALID_MESSAGE
                    """)
    void whatIsNoObjectIsRefused(String json, Code code) {
        assertEquals(
                code, assertThrows(AgentException.class, () -> object(json)).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"x\"", "true", "[]", "[1]", "{}"})
    void aMemberOfAnotherKindIsRefusedByName(String value) {
        JsonObject object = object("{\"a\":" + value + "}");
        char kind = value.charAt(0);

        refuses(kind != '"', "The member 'a' must be a string.", () -> object.text("a"));
        refuses(kind != '1', "The member 'a' must be a whole number from 0.", () -> object.number("a"));
        refuses(kind != '{', "The member 'a' must be an object.", () -> object.object("a"));
        refuses(!value.equals("[]"), "The member 'a' must be an array of objects.", () -> object.objects("a"));
    }

    private static void refuses(boolean refused, String sentence, Runnable reading) {
        if (refused) {
            assertEquals(
                    sentence, assertThrows(AgentException.class, reading::run).getMessage());
        } else {
            reading.run();
        }
    }

    @Property
    void anyTextAndNumberAreReadBack(
            @ForAll String text, @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long number) {
        JsonObject object = object("{\"text\":" + JsonText.quote(text) + ",\"number\":" + number + "}");

        assertEquals(text, object.text("text"));
        assertEquals(number, object.number("number"));
    }

    private static JsonObject object(String json) {
        return JsonObject.read(json.getBytes(StandardCharsets.UTF_8), 8);
    }
}
