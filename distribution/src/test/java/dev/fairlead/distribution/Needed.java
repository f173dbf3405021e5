// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs and this house does not build: without it the test fails where {@code CI=true}, and is skipped elsewhere. */
final class Needed {
    /** The folder of the Node programs and of the packages that they need. */
    static final Path INTEROP =
            Path.of(System.getProperty("basedir"), "../testkit/interop").normalize();

    private Needed() {}

    /** Returns a file of an npm package. */
    static Path npm(String file) {
        Path path = INTEROP.resolve("node_modules").resolve(file);
        if (!Files.exists(path)) {
            isMissing("node_modules/" + file + " is not in testkit/interop");
        }
        return path;
    }

    /** Returns the name of a program, which is on the {@code PATH}. */
    static String program(String name) {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (!there) {
            isMissing(name + " is not on the PATH");
        }
        return name;
    }

    private static void isMissing(String what) {
        String sentence = what + ". Run ./verify, which installs what the tests need.";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(sentence);
        }
        Assumptions.abort(sentence);
    }
}
