// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The jars and the zip that a build has made.
 *
 * @param root the folder with the parent's {@code pom.xml}
 * @param files where they are
 */
record Archives(Path root, List<Path> files) {
    private static final Pattern MADE = Pattern.compile("[^/]+/target/fairlead-[^/]+\\.(jar|zip)");

    /** Finds them in the folders of the modules. */
    static Archives below(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root, 3)) {
            return new Archives(
                    root,
                    all.filter(file -> MADE.matcher(root.relativize(file).toString())
                                    .matches())
                            .sorted()
                            .toList());
        }
    }

    /** Returns something for each file and each entry in it that differs when the bytes differ. */
    Map<String, String> fingerprints() throws IOException {
        Map<String, String> prints = new TreeMap<>();
        for (Path file : files) {
            String name = root.relativize(file).toString();
            prints.put(name, hash(Files.readAllBytes(file)));
            try (ZipFile zip = new ZipFile(file.toFile())) {
                for (ZipEntry entry : Collections.list(zip.entries())) {
                    prints.put(name + "!" + entry.getName(), entry.getCrc() + " at " + entry.getLastModifiedTime());
                }
            }
        }
        return prints;
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
