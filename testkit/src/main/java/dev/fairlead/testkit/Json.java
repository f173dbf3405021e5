// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.List;
import java.util.Map;

/**
 * A JSON value and the text that it was read from, so that {@code 1}, {@code 1.0} and {@code "1"} stay different.
 *
 * <p>What is asked for and not there is {@link #ABSENT}, never null.
 */
final class Json {
    static final Json ABSENT = new Json("", Map.of(), List.of(), "");

    private final String source;
    private final Map<String, Json> members;
    private final List<Json> items;
    private final String text;

    Json(String source, Map<String, Json> members, List<Json> items, String text) {
        this.source = source;
        this.members = members;
        this.items = items;
        this.text = text;
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if the text is not JSON
     */
    static Json parse(String text) {
        JsonParser parser = new JsonParser(text);
        Json value = parser.value();
        parser.end();
        return value;
    }

    static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < 0x20) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    /** Returns the member at the end of a path of names. */
    Json at(String... names) {
        Json value = this;
        for (String name : names) {
            value = value.members.getOrDefault(name, ABSENT);
        }
        return value;
    }

    List<Json> items() {
        return items;
    }

    boolean isAbsent() {
        return source.isEmpty();
    }

    boolean isObject() {
        return source.startsWith("{");
    }

    boolean isString() {
        return source.startsWith("\"");
    }

    /** Returns the value of a string, and empty text for anything else. */
    String text() {
        return text;
    }

    /** Returns the JSON text as it was read. */
    String source() {
        return source;
    }

    @Override
    public String toString() {
        return isAbsent() ? "(absent)" : source;
    }
}
