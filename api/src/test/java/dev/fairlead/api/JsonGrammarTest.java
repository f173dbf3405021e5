// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static dev.fairlead.api.Reading.refusal;
import static dev.fairlead.api.Reading.withParams;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8259, by the categories of JSONTestSuite: what every parser must accept, and what none may. */
class JsonGrammarTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                // numbers
                "0",
                "-0",
                "1",
                "-1",
                "10",
                "123456789012345678901234567890",
                "0.1",
                "-0.1",
                "1.0",
                "0.0",
                "1e1",
                "1E1",
                "1e+1",
                "1e-1",
                "1E+2",
                "0e0",
                "0E-0",
                "-1.25e-05",
                "1e400",
                "-123.456e78",
                // literals
                "true",
                "false",
                "null",
                // strings
                "\"\"",
                "\"a\"",
                "\" \"",
                "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
                "\"\\u0000\"",
                "\"\\u0041\\u00e9\\u2028\\uFFFF\"",
                "\"\\ud83d\\ude00\"",
                "\"\\uD83D\\uDE00\"",
                "\"\u007f\"",
                "\"\u0080\u00e9\u2028\u2029\ufeff\uffff\"",
                "\"\ud83d\ude00\"",
                "\"/\"",
                "\"'\"",
                "\"{[,:]}\"",
                // lone surrogates are allowed where they are escaped
                "\"\\ud800\"",
                "\"\\udc00\"",
                "\"\\ud800\\ud800\"",
                "\"\\udc00\\ud800\"",
                "\"\\ud800a\"",
                // arrays and objects
                "[]",
                "[ ]",
                "[1]",
                "[1,2]",
                "[ 1 , 2 ]",
                "[[]]",
                "[[],[[]]]",
                "[null,true,\"a\",{}]",
                "{}",
                "{ }",
                "{\"a\":1}",
                "{ \"a\" : 1 , \"b\" : [ ] }",
                "{\"\":0}",
                "{\"a\":{\"a\":{}}}",
                "{\"a\":1,\"a\":2}",
                "{\"\\u0061\":1}",
                // space
                "\t[\t1\t,\t2\t]\t",
                "\r\n{\r\n\"a\"\r\n:\r\n1\r\n}\r\n"
            })
    void takesWhatIsJson(String value) {
        assertEquals("m", Message.of(withParams(value)).envelope().method());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // numbers
                "01",
                "-01",
                "00",
                "-",
                "+1",
                "1.",
                ".1",
                "-.1",
                "1.e1",
                "1e",
                "1E+",
                "1e-",
                "1ee1",
                "1e1.5",
                "0x1",
                "1_000",
                "1 000",
                "--1",
                "-a",
                "1a",
                "0.1.2",
                "NaN",
                "-NaN",
                "Infinity",
                "-Infinity",
                "\u0661",
                "\uff11",
                // literals
                "tru",
                "truE",
                "True",
                "TRUE",
                "fals",
                "nul",
                "nulll",
                "undefined",
                "none",
                "t",
                // strings
                "\"",
                "\"a",
                "'a'",
                "a",
                "\"\\\"",
                "\"\\x41\"",
                "\"\\a\"",
                "\"\\0\"",
                "\"\\'\"",
                "\"\\u\"",
                "\"\\u004\"",
                "\"\\u00g1\"",
                "\"\\u+041\"",
                "\"\\U0041\"",
                "\"\\u\uff10041\"",
                "\"\\",
                "\"\\u00",
                "\"a\"b\"",
                "\"\t\"",
                "\"\n\"",
                "\"\r\"",
                "\"\0\"",
                "\"\u001f\"",
                "\"\\\n\"",
                "\u201ca\u201d",
                // arrays
                "[",
                "]",
                "[1",
                "[1,",
                "[1,]",
                "[,1]",
                "[,]",
                "[1,,2]",
                "[1 2]",
                "[1]]",
                "[1;2]",
                "[1:2]",
                "[\"a\"\"b\"]",
                "[1}",
                "(1)",
                // objects
                "{",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1",
                "{\"a\":1,",
                "{\"a\":1,}",
                "{,\"a\":1}",
                "{,}",
                "{\"a\"}",
                "{\"a\",1}",
                "{\"a\" 1}",
                "{\"a\"::1}",
                "{a:1}",
                "{'a':1}",
                "{1:1}",
                "{null:1}",
                "{\"a\":1 \"b\":2}",
                "{\"a\":1;\"b\":2}",
                "{\"a\":}",
                "{:1}",
                "{\"a\":1]",
                "{[]:1}",
                // what is no value at all
                "",
                " ",
                ",",
                ":",
                "/**/1",
                "//\n1",
                "#\n1",
                "1 /**/",
                "\f1",
                "\u000b1",
                "\0",
                "1\0",
                "\u00a01",
                "\u20281",
                "\ufeff1",
                "\u20601"
            })
    void refusesWhatIsNotJson(String value) {
        assertEquals(Code.MALFORMED_JSON, refusal(withParams(value)).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\n",
                "\t \r\n",
                "{",
                "{\"",
                "{\"jsonrpc\"",
                "{\"jsonrpc\":",
                "{\"jsonrpc\":\"2.0\"",
                "\0",
                "]",
                "}",
                "nul",
                "\"a"
            })
    void refusesWhatEndsTooEarly(String json) {
        assertEquals(Code.MALFORMED_JSON, refusal(json).code());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "{}",
                ",",
                "}",
                "]",
                "\0",
                "\ufeff",
                "\u00a0",
                "//",
                "1",
                "\"\"",
                "\n{\"jsonrpc\":\"2.0\",\"method\":\"m\"}"
            })
    void refusesWhatFollowsTheMessage(String rest) {
        String message = withParams("{}");

        assertEquals(Code.MALFORMED_JSON, refusal(message + rest).code());
        assertEquals(Code.MALFORMED_JSON, refusal(message + " " + rest).code());
    }

    @Test
    void refusesAByteOrderMark() {
        assertEquals(Code.MALFORMED_JSON, refusal("\ufeff" + withParams("{}")).code());
        assertEquals(
                Code.MALFORMED_JSON,
                refusal(Reading.bytes("?{}", 0xff, 0xfe), MessageLimits.STANDARD)
                        .code());
    }

    @Test
    void refusesAPrefixOfAnyLength() {
        String whole =
                "{\"jsonrpc\":\"2.0\",\"id\":-1.5e+3,\"method\":\"a\\u00e9\\n\u00e9\ud83d\ude00\",\"params\":[true,false,null,{\"a\":[]}]}";
        byte[] utf8 = whole.getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "-1.5e+3",
                Message.read(utf8.clone(), MessageLimits.STANDARD).envelope().id());

        for (int length = 0; length < utf8.length; length++) {
            byte[] prefix = Arrays.copyOf(utf8, length);
            assertEquals(
                    Code.MALFORMED_JSON,
                    refusal(prefix, MessageLimits.STANDARD).code(),
                    "the first " + length + " bytes");
        }
    }

    @Test
    void saysWhatIsWrongAndWhere() {
        assertEquals(
                "Not JSON: an unknown escape, at byte 2.", refusal("\"\\x\"").getMessage());
        assertEquals(
                "Not JSON: something follows the value, at byte 3.",
                refusal("{} x").getMessage());
        assertEquals(
                "Not JSON: ':' was expected, at byte 5.", refusal("{\"a\" 1}").getMessage());
        assertEquals("Not JSON: the end came too early, at byte 0.", refusal("").getMessage());
        assertEquals(
                "Not JSON: a control character stands in a string, at byte 1.",
                refusal("\"\t\"").getMessage());
        assertTrue(refusal("[tru]").getMessage().startsWith("Not JSON: a value was expected"));
    }
}
