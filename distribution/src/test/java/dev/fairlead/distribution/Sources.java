// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * What the house is built from.
 *
 * @param root the folder with the parent's {@code pom.xml}
 */
record Sources(Path root) {
    private static final Set<String> NOT_SOURCES = Set.of(".git", "node_modules", "target");

    /** Copies it, without what was built or installed, into a folder that must not exist. */
    void copyTo(Path folder) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path from, BasicFileAttributes attributes) throws IOException {
                if (NOT_SOURCES.contains(from.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(there(from));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path from, BasicFileAttributes attributes) throws IOException {
                Files.copy(from, there(from));
                return FileVisitResult.CONTINUE;
            }

            private Path there(Path from) {
                return folder.resolve(root.relativize(from).toString());
            }
        });
    }
}
