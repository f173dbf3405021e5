// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import java.util.ArrayList;
import java.util.List;

/** Words in one text: white space separates them, double quotes keep it; within quotes {@code \\} comes before a quote or itself. */
final class Words {
    private Words() {}

    /** Throws {@link IllegalArgumentException} with what it expects. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = null;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!quoted && Character.isWhitespace(c)) {
                if (word != null) {
                    words.add(word.toString());
                    word = null;
                }
                continue;
            }
            word = word == null ? new StringBuilder() : word;
            if (c == '"') {
                quoted = !quoted;
            } else {
                boolean escapes =
                        quoted && c == '\\' && i + 1 < text.length() && "\\\"".indexOf(text.charAt(i + 1)) >= 0;
                word.append(escapes ? text.charAt(++i) : c);
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("words with an end to each quotation");
        }
        if (word != null) {
            words.add(word.toString());
        }
        return words;
    }
}
