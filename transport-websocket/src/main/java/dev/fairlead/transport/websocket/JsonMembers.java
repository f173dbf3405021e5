// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonText;
import java.util.HashMap;
import java.util.Map;

/**
 * Takes a small JSON object apart.
 *
 * <p>Its grammar was checked before, by {@link dev.fairlead.api.Message#read}, so nothing is checked again.
 */
final class JsonMembers {
    private final String json;
    private int at;

    private JsonMembers(String json) {
        this.json = json;
    }

    /**
     * Returns the members of an object: names as they are meant, values as JSON text.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if a name stands twice
     */
    static Map<String, String> of(String object) {
        return new JsonMembers(object).members();
    }

    /** Returns what a JSON string means. */
    static String unquote(String quoted) {
        return JsonText.unescape(quoted.substring(1, quoted.length() - 1));
    }

    private Map<String, String> members() {
        Map<String, String> members = new HashMap<>();
        skip(" \t{");
        while (json.charAt(at) != '}') {
            String name = unquote(value());
            skip(" \t:");
            if (members.put(name, value()) != null) {
                throw new AgentException(Code.INVALID_MESSAGE, "A member of a control frame stands twice.");
            }
            skip(" \t,");
        }
        return members;
    }

    /** Takes the value that begins here. */
    private String value() {
        int start = at;
        switch (json.charAt(at)) {
            case '"' -> skipString();
            case '{', '[' -> skipNested();
            default -> skipWord();
        }
        return json.substring(start, at);
    }

    private void skip(String marks) {
        while (marks.indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    private void skipString() {
        at++;
        while (json.charAt(at) != '"') {
            at += json.charAt(at) == '\\' ? 2 : 1;
        }
        at++;
    }

    private void skipNested() {
        int depth = 0;
        do {
            char c = json.charAt(at);
            if (c == '"') {
                skipString();
                continue;
            }
            if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
            at++;
        } while (depth > 0);
    }

    private void skipWord() {
        while (" \t,}".indexOf(json.charAt(at)) < 0) {
            at++;
        }
    }
}
