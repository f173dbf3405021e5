// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.HashMap;
import java.util.Map;

/** What a probe asks for in its query, which survives where headers do not (wire.md 2.5). */
final class ProbeQuery {
    private final Map<String, String> words = new HashMap<>();

    ProbeQuery(String query) {
        for (String part : query.split("&", -1)) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                words.put(part.substring(0, equals), part.substring(equals + 1));
            }
        }
    }

    /**
     * Returns a whole number.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it is none from 1 to the most
     */
    int number(String name, int standard, int most) {
        String text = words.get(name);
        if (text == null) {
            return standard;
        }
        int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
        if (number < 1 || number > most) {
            throw new AgentException(
                    Code.INVALID_MESSAGE, "The query's " + name + " must be a whole number from 1 to " + most + ".");
        }
        return number;
    }

    /**
     * Returns a short name, empty if there is none.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it has other characters than letters, digits and dashes
     */
    String name(String name) {
        String text = words.getOrDefault(name, "");
        if (!text.matches("[A-Za-z0-9-]{0,64}")) {
            throw new AgentException(
                    Code.INVALID_MESSAGE, "The query's " + name + " must be at most 64 letters, digits and dashes.");
        }
        return text;
    }

    /** Returns whether a word is {@code true}. */
    boolean flag(String name) {
        return "true".equals(words.get(name));
    }
}
