// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Reads a manifest as OSGi does, a header as a list of clauses, and writes it so that a person can compare two. */
final class ManifestText {
    /** A comma that is followed by an even number of quotes: it stands outside of them. */
    private static final Pattern BETWEEN_CLAUSES = Pattern.compile(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");

    private ManifestText() {}

    /** Returns the headers by name; of those that list packages or capabilities, the clauses a line each. */
    static String of(Manifest manifest) {
        Map<String, String> headers = new TreeMap<>();
        manifest.getMainAttributes().forEach((name, value) -> headers.put(name.toString(), value.toString()));
        return headers.entrySet().stream()
                .map(header -> header.getKey() + ":" + text(header.getKey(), header.getValue()) + "\n")
                .collect(Collectors.joining());
    }

    private static String text(String header, String value) {
        return header.endsWith("-Package") || header.endsWith("-Capability")
                ? "\n    " + String.join(",\n    ", clauses(value))
                : " " + value;
    }

    /** Returns the packages that a header names, without their attributes: none if there is no such header. */
    static List<String> packages(Manifest manifest, String header) {
        String value = manifest.getMainAttributes().getValue(header);
        return value == null
                ? List.of()
                : clauses(value).stream()
                        .map(clause -> clause.replaceFirst(";.*", ""))
                        .sorted()
                        .toList();
    }

    private static List<String> clauses(String value) {
        return BETWEEN_CLAUSES.splitAsStream(value).map(String::strip).toList();
    }
}
