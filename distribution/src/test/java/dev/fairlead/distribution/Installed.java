// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/**
 * The product as somebody has it who unpacked the zip.
 *
 * @param home the folder with {@code bin/}, {@code lib/} and {@code conf/}
 */
record Installed(Path home) {

    /** Returns the folder that the assembly made before the tests. */
    static Installed assembled() {
        Path home = Path.of(System.getProperty("fairlead.assembled", "unknown"));
        if (!Files.isExecutable(home.resolve("bin/fairlead"))) {
            throw new IllegalStateException(
                    "There is no bin/fairlead in '" + home + "'. Run the tests with mvn verify, which assembles it.");
        }
        return new Installed(home);
    }

    /** Returns a copy in another folder, which must not exist. */
    Installed copiedTo(Path folder) throws IOException {
        Files.createDirectories(folder.getParent());
        Files.walkFileTree(home, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                Files.createDirectory(there(from));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, there(from), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            private Path there(Path from) {
                return folder.resolve(home.relativize(from).toString());
            }
        });
        return new Installed(folder);
    }

    Path command() {
        return home.resolve("bin/fairlead");
    }

    Path lib() {
        return home.resolve("lib");
    }

    /** Returns the folder with what only an OSGi container needs. */
    Path bundles() {
        return home.resolve("bundles");
    }

    /** Returns the jars of {@code lib/}, by name. */
    List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(lib())) {
            return files.sorted().toList();
        }
    }

    /** Returns every jar, by name. */
    List<Path> allJars() throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }
}
