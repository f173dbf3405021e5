// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
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
        StringBuilder text = new StringBuilder(quoted.length());
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char kind = quoted.charAt(++i);
            switch (kind) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(quoted, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(kind);
            }
        }
        return text.toString();
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
