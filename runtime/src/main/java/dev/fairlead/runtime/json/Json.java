// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.json;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON (RFC 8259) read into plain Java values and written from them.
 *
 * <p>An object is a {@link Map} in the order of its members, an array a {@link List}; then there are {@link String},
 * {@link Boolean}, null, and for a number {@link Long} where it is whole and fits, else {@link java.math.BigDecimal}. What was read
 * is unmodifiable.
 */
public final class Json {
    private Json() {}

    /**
     * Reads one value: strictly, at most {@value dev.fairlead.api.MessageLimits#DEEPEST} levels deep, no name twice in an object.
     *
     * @throws AgentException {@link Code#MALFORMED_JSON}
     */
    public static @Nullable Object read(String text) {
        return new JsonTree(text).read();
    }

    /**
     * Reads a message.
     *
     * @throws AgentException {@link Code#MALFORMED_JSON}: a name stands twice in one of its objects
     */
    public static Map<String, @Nullable Object> read(Message message) {
        return object(read(message.text()));
    }

    /**
     * Writes a value as one line.
     *
     * @param value what {@link #read} returns; also any {@link Number} that is finite, and any {@link CharSequence}
     * @throws IllegalArgumentException if JSON has no form for it
     */
    public static String write(@Nullable Object value) {
        StringBuilder line = new StringBuilder();
        JsonLine.append(line, value);
        return line.toString();
    }

    /**
     * Returns an object to be written.
     *
     * @param namesAndValues the name of a member, its value, the next name, and so on
     * @throws IllegalArgumentException if a name is no string, stands twice or has no value
     */
    public static Map<String, @Nullable Object> members(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (i + 1 == namesAndValues.length
                    || !(namesAndValues[i] instanceof String name)
                    || members.containsKey(name)) {
                throw new IllegalArgumentException(
                        "A name was expected, and a value for it: " + namesAndValues[i] + ".");
            }
            members.put(name, namesAndValues[i + 1]);
        }
        return Collections.unmodifiableMap(members);
    }

    /** Returns what stands at the end of a path of member names, or null if nothing does. */
    public static @Nullable Object at(@Nullable Object value, String... path) {
        Object found = value;
        for (String name : path) {
            found = found instanceof Map<?, ?> members ? members.get(name) : null;
        }
        return found;
    }

    /** Returns the string at the end of a path, or null if there is none. */
    public static @Nullable String text(@Nullable Object value, String... path) {
        return at(value, path) instanceof String text ? text : null;
    }

    /** Returns the whole number at the end of a path, or null if there is none. */
    public static @Nullable Long number(@Nullable Object value, String... path) {
        return at(value, path) instanceof Long number ? number : null;
    }

    /** Returns the array at the end of a path, or an empty list if there is none. */
    @SuppressWarnings("unchecked") // every array is read as such a list
    public static List<@Nullable Object> list(@Nullable Object value, String... path) {
        return at(value, path) instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
    }

    /** Returns the object at the end of a path, or an empty map if there is none. */
    @SuppressWarnings("unchecked") // every object is read as such a map
    public static Map<String, @Nullable Object> object(@Nullable Object value, String... path) {
        return at(value, path) instanceof Map<?, ?> members ? (Map<String, @Nullable Object>) members : Map.of();
    }
}
