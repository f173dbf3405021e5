// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void valuesKeepTheTextTheyWereReadFrom() {
        Json json = Json.parse(" {\"a\" : {\"id\":1.0e3}, \"b\":[ 1,\"1\", null ],\"c\":\"\\u00fc\\n\"} ");
        assertEquals("1.0e3", json.at("a", "id").source());
        assertEquals(
                List.of("1", "\"1\"", "null"),
                json.at("b").items().stream().map(Json::source).toList());
        assertEquals("\u00fc\n", json.at("c").text());
        assertEquals("\"\\u00fc\\n\"", json.at("c").source());
    }

    @Test
    void whatIsNotThereIsAbsent() {
        assertTrue(Json.parse("{\"a\":1}").at("a", "b", "c").isAbsent());
    }

    @Test
    void textThatIsNotJsonIsRefused() {
        for (String wrong :
                List.of("", "{", "{\"a\"}", "{\"a\":1,}", "[1,]", "01", "1 2", "tru", "\"\t\"", "'a'", "{a:1}")) {
            assertThrows(IllegalArgumentException.class, () -> Json.parse(wrong), wrong);
        }
    }

    @Test
    void quotedTextReadsBack() {
        String text = "a\"b\\c\n\u20ac\u0000";
        assertEquals(text, Json.parse(Json.quote(text)).text());
    }
}
