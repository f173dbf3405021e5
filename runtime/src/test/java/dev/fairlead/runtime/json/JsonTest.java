// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @Test
    void readsEveryKindOfValue() {
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("text", "a\"\n\u00e9\ud83d\ude00");
        expected.put("whole", 9007199254740993L);
        expected.put("broken", new BigDecimal("1.50"));
        expected.put("huge", new BigDecimal("1e400"));
        expected.put("yes", true);
        expected.put("nothing", null);
        expected.put("list", Arrays.asList(1L, null, List.of(), Map.of()));

        assertEquals(expected, Json.read("""
                        {"text":"a\\"\\n\\u00e9\\ud83d\\ude00", "whole":9007199254740993, "broken":1.50,
                         "huge":1e400, "yes":true, "nothing":null, "list":[1,null,[],{}]}"""));
    }

    @Test
    void keepsTheOrderOfMembers() {
        String line = "{\"z\":1,\"a\":{\"y\":[],\"b\":null},\"m\":\"\"}";

        assertEquals(line, Json.write(Json.read(line)));
    }

    @Test
    void writesOneLineWithoutControlCharactersAndLoneSurrogates() {
        assertEquals("\"a\\nb\\rc\\u0000\\ud83d\"", Json.write("a\nb\rc\0\ud83d"));
        assertEquals("{\"n\":0.5,\"list\":[1,2]}", Json.write(Json.members("n", 0.5, "list", List.of(1, 2))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{'a':1}",
                "{a:1}",
                "[1,]",
                "{\"a\":1,}",
                "[1 2]",
                "01",
                "1.",
                ".5",
                "+1",
                "NaN",
                "Infinity",
                "TRUE",
                "nul",
                "\"a",
                "\"\t\"",
                "\"\\x\"",
                "\"\\u12g4\"",
                "[1]x",
                "1 2",
                "// c\n1",
                "#c\n1",
                "{\"a\":1;\"b\":2}",
                "{\"a\":1,\"a\":2}",
                "[{\"a\":1,\"\\u0061\":2}]",
                ")]}'\n1",
                "1e99999999999"
            })
    void refusesWhatIsNotJson(String text) {
        AgentException refused = assertThrows(AgentException.class, () -> Json.read(text));

        assertEquals(Code.MALFORMED_JSON, refused.code());
        assertNotNull(refused.getCause());
    }

    @Test
    void readsFiveHundredTwelveLevelsAndNotOneMore() {
        assertEquals("[".repeat(512) + "]".repeat(512), Json.write(Json.read("[".repeat(512) + "]".repeat(512))));
        assertThrows(AgentException.class, () -> Json.read("[".repeat(513) + "]".repeat(513)));
        assertThrows(AgentException.class, () -> Json.read("{\"a\":".repeat(100_000)));
    }

    @Test
    void refusesANumberOfManyDigitsBeforeItCostsTime() {
        assertThrows(AgentException.class, () -> Json.read("9".repeat(1_000_000)));
    }

    @Test
    void refusesToWriteWhatJsonCannotSay() {
        assertThrows(IllegalArgumentException.class, () -> Json.write(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Json.write(Float.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Json.write(new Object()));
    }

    @Test
    void findsWhatStandsAtAPath() {
        Object tree = Json.read("{\"a\":{\"text\":\"x\",\"n\":7,\"list\":[1],\"half\":0.5}}");

        assertEquals("x", Json.text(tree, "a", "text"));
        assertEquals(7L, Json.number(tree, "a", "n"));
        assertEquals(List.of(1L), Json.list(tree, "a", "list"));
        assertEquals(Json.at(tree, "a"), Json.object(tree, "a"));
        assertEquals(tree, Json.at(tree));
    }

    @Test
    void findsNothingAtAPathThatLeadsNowhereOrToAnotherKind() {
        Object tree = Json.read("{\"a\":{\"text\":\"x\",\"half\":0.5}}");

        assertNull(Json.text(tree, "a", "b", "c"));
        assertNull(Json.text(tree, "a"));
        assertNull(Json.number(tree, "a", "half"));
        assertEquals(List.of(), Json.list(tree, "a", "text"));
        assertEquals(Map.of(), Json.object(tree, "a", "text"));
        assertNull(Json.at(null, "a"));
    }

    @Test
    void readsAMessage() {
        Message message = Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":1}}");

        assertEquals(1L, Json.number(Json.read(message), "params", "a"));
    }

    @Test
    void refusesAMessageInWhichANameStandsTwice() {
        Message message = Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"a\":1,\"a\":2}}");

        assertThrows(AgentException.class, () -> Json.read(message));
    }

    @Test
    void givesNothingThatCanBeChanged() {
        assertThrows(
                UnsupportedOperationException.class,
                () -> Json.object(Json.read("{}")).put("a", 1));
        assertThrows(
                UnsupportedOperationException.class,
                () -> Json.list(Json.read("[]")).add(1));
    }

    @Test
    void refusesMembersThatAreNotNamesWithValues() {
        assertThrows(IllegalArgumentException.class, () -> Json.members("a"));
        assertThrows(IllegalArgumentException.class, () -> Json.members(1, "a"));
        assertThrows(IllegalArgumentException.class, () -> Json.members("a", 1, "a", 2));
        assertEquals("{\"b\":null,\"a\":1}", Json.write(Json.members("b", null, "a", 1)));
    }
}
