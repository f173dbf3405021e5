// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.util.Collection;
import java.util.Comparator;

/** How alike two words are: the letters to insert, drop or replace to make one of the other (Levenshtein). */
final class EditDistance {
    private EditDistance() {}

    /** Returns the word nearest to another; of equally near ones the first. There must be one. */
    static String nearest(String word, Collection<String> words) {
        return words.stream()
                .min(Comparator.comparingInt(candidate -> between(word, candidate)))
                .orElseThrow();
    }

    static int between(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
