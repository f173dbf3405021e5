// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads what a client accepts (RFC 9110 §12.5.1). */
final class Accept {
    private static final String EVENT_STREAM = "text/event-stream";
    private static final Pattern REFUSED = Pattern.compile("q=0(\\.0{0,3})?", Pattern.CASE_INSENSITIVE);

    private Accept() {}

    /**
     * Returns whether event streams are asked for by name: a wildcard would also match a plain GET, which has no other answer than
     * 406 (wire.md 1).
     *
     * @param values the values of all {@code Accept} headers
     */
    static boolean eventStream(List<String> values) {
        for (String value : values) {
            for (String range : split(value, ',')) {
                List<String> words = split(range, ';');
                if (words.get(0).equalsIgnoreCase(EVENT_STREAM)
                        && words.stream()
                                .noneMatch(word -> REFUSED.matcher(word).matches())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Splits at a mark that stands outside of quoted strings; the parts are stripped. */
    private static List<String> split(String text, char mark) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == mark && !quoted) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start).strip());
        return parts;
    }
}
