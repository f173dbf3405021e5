// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of one JSON object, as places in its bytes (RFC 8259).
 *
 * <p>For what Fairlead itself says on a wire, never for a message on its way through. The grammar of the whole is proved once;
 * what a member holds is read when it is asked for, and a message inside is cut out as it stands. Members that nobody asks for are
 * ignored, so that a later peer may say more. A member that is {@code null} is absent.
 */
public final class JsonObject {
    private final byte[] json;
    private final int deepest;
    private final Map<String, Place> members = new HashMap<>();

    /** Where a value stands: from its first byte to behind its last. */
    private record Place(int from, int to) {}

    private JsonObject(byte[] json, int deepest, JsonCursor at) {
        this.json = json;
        this.deepest = deepest;
        for (boolean more = at.enterObject(); more; more = at.nextMember()) {
            at.readKey();
            String name = at.text();
            int from = at.position();
            at.skipValue();
            if (members.put(name, new Place(from, at.position())) != null) {
                throw new AgentException(Code.INVALID_MESSAGE, "The member '" + name + "' stands twice.");
            }
        }
    }

    /**
     * Reads an object; takes the array over [4.1].
     *
     * @param depth the most objects and arrays open at once
     * @throws AgentException {@link Code#MALFORMED_JSON} if the bytes are no JSON, {@link Code#INVALID_MESSAGE} if they are no
     *     object, nest too deeply, or name a member twice
     */
    public static JsonObject read(byte[] utf8, int depth) {
        JsonCursor at = new JsonCursor(utf8, 0, depth);
        at.skipSpace();
        if (at.peek() != '{') {
            at.skipValue();
            at.requireEnd();
            throw new AgentException(Code.INVALID_MESSAGE, "A JSON object was expected.");
        }
        JsonObject object = new JsonObject(utf8, depth, at);
        at.requireEnd();
        return object;
    }

    /**
     * Returns a text, or null if it is absent.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it is something else
     */
    public @Nullable String text(String name) {
        Place place = present(name);
        if (place == null) {
            return null;
        }
        if (json[place.from] != '"') {
            throw unusable(name, "a string");
        }
        JsonCursor at = new JsonCursor(json, place.from, deepest);
        at.skipValue();
        return at.text();
    }

    /**
     * Returns a whole number from 0 of at most 18 digits, or null if it is absent.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it is something else
     */
    public @Nullable Long number(String name) {
        Place place = present(name);
        if (place == null) {
            return null;
        }
        long number = 0;
        for (int i = place.from; i < place.to; i++) {
            if (json[i] < '0' || json[i] > '9' || place.to - place.from > 18) {
                throw unusable(name, "a whole number from 0");
            }
            number = number * 10 + json[i] - '0';
        }
        return number;
    }

    /** Returns whether a member is there. */
    public boolean has(String name) {
        return present(name) != null;
    }

    /** Returns a copy of the bytes of any value, or null if it is absent. */
    public byte @Nullable [] bytes(String name) {
        Place place = present(name);
        return place == null ? null : Arrays.copyOfRange(json, place.from, place.to);
    }

    /**
     * Returns an object in this one, or null if it is absent.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it is something else
     */
    public @Nullable JsonObject object(String name) {
        Place place = present(name);
        if (place == null) {
            return null;
        }
        if (json[place.from] != '{') {
            throw unusable(name, "an object");
        }
        return new JsonObject(json, deepest, new JsonCursor(json, place.from, deepest));
    }

    /**
     * Returns the objects of an array in this one; none if it is absent.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it is something else
     */
    public List<JsonObject> objects(String name) {
        Place place = present(name);
        if (place == null) {
            return List.of();
        }
        if (json[place.from] != '[') {
            throw unusable(name, "an array of objects");
        }
        List<JsonObject> objects = new ArrayList<>();
        JsonCursor at = new JsonCursor(json, place.from, deepest);
        for (boolean more = at.enterArray(); more; more = at.nextItem()) {
            if (at.peek() != '{') {
                throw unusable(name, "an array of objects");
            }
            objects.add(new JsonObject(json, deepest, at));
        }
        return objects;
    }

    private @Nullable Place present(String name) {
        Place place = members.get(name);
        return place == null || json[place.from] == 'n' ? null : place;
    }

    private static AgentException unusable(String name, String wanted) {
        return new AgentException(Code.INVALID_MESSAGE, "The member '" + name + "' must be " + wanted + ".");
    }
}
