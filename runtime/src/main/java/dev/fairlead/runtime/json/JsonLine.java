// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.json;

import dev.fairlead.api.JsonText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes plain values as JSON without a line end. */
final class JsonLine {
    private JsonLine() {}

    static void append(StringBuilder line, @Nullable Object value) {
        if (value instanceof CharSequence text) {
            line.append(JsonText.quote(text.toString()));
        } else if (value instanceof Map<?, ?> members) {
            appendObject(line, members);
        } else if (value instanceof Iterable<?> items) {
            appendArray(line, items);
        } else if (value instanceof Number number) {
            line.append(finite(number));
        } else if (value == null || value instanceof Boolean) {
            line.append(value);
        } else {
            throw new IllegalArgumentException(
                    "JSON has no form for a " + value.getClass().getName() + ".");
        }
    }

    private static void appendObject(StringBuilder line, Map<?, ?> members) {
        line.append('{');
        String separator = "";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            line.append(separator)
                    .append(JsonText.quote(String.valueOf(member.getKey())))
                    .append(':');
            append(line, member.getValue());
            separator = ",";
        }
        line.append('}');
    }

    private static void appendArray(StringBuilder line, Iterable<?> items) {
        line.append('[');
        String separator = "";
        for (Object item : items) {
            line.append(separator);
            append(line, item);
            separator = ",";
        }
        line.append(']');
    }

    private static Number finite(Number number) {
        if ((number instanceof Double || number instanceof Float) && !Double.isFinite(number.doubleValue())) {
            throw new IllegalArgumentException("JSON has no form for the number " + number + ".");
        }
        return number;
    }
}
