// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.json;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a text into plain values; the depth of its recursion is bounded by the reader's nesting limit. */
final class JsonTree {
    private final JsonReader json;

    JsonTree(String text) {
        json = new JsonReader(new StringReader(text));
        json.setStrictness(Strictness.STRICT);
        json.setNestingLimit(MessageLimits.DEEPEST);
    }

    @Nullable Object read() {
        try {
            Object value = value();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new IOException("something follows the value");
            }
            return value;
        } catch (IOException | NumberFormatException e) {
            throw new AgentException(Code.MALFORMED_JSON, "Not JSON, or nested too deeply, or a name stands twice.", e);
        }
    }

    private @Nullable Object value() throws IOException {
        return switch (json.peek()) {
            case BEGIN_OBJECT -> object();
            case BEGIN_ARRAY -> array();
            case STRING -> json.nextString();
            case NUMBER -> number(json.nextString());
            case BOOLEAN -> json.nextBoolean();
            case NULL -> {
                json.nextNull();
                yield null;
            }
            default -> throw new IOException("a value was expected");
        };
    }

    private Map<String, @Nullable Object> object() throws IOException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (members.containsKey(name)) {
                throw new IOException("a name stands twice");
            }
            members.put(name, value());
        }
        json.endObject();
        return Collections.unmodifiableMap(members);
    }

    private List<@Nullable Object> array() throws IOException {
        List<@Nullable Object> items = new ArrayList<>();
        json.beginArray();
        while (json.hasNext()) {
            items.add(value());
        }
        json.endArray();
        return Collections.unmodifiableList(items);
    }

    private static Number number(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            return new BigDecimal(text);
        }
    }
}
