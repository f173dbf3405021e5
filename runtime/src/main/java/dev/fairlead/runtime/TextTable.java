// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table for people: columns as wide as they must be, the head in capital letters.
 *
 * @param head the names of the columns
 */
record TextTable(List<String> head) {
    private static final String GAP = "  ";

    /** Returns the table with those rows, each with a cell for every column; no line ends in white space. */
    String with(Stream<List<String>> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(head.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList());
        rows.forEach(lines::add);
        int[] widths = IntStream.range(0, head.size())
                .map(column -> lines.stream()
                        .mapToInt(line -> line.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        return lines.stream()
                .map(line -> IntStream.range(0, widths.length)
                        .mapToObj(column -> pad(line.get(column), widths[column]))
                        .collect(Collectors.joining(GAP))
                        .stripTrailing())
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
