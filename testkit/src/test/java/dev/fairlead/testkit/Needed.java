// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** What a test needs and this house does not build: without it the test fails where {@code CI=true}, and is skipped elsewhere. */
final class Needed {
    private Needed() {}

    /** Returns where a program is, on the {@code PATH} or where Debian has servers. */
    static String program(String name) {
        String folders = System.getenv("PATH") + File.pathSeparator + "/usr/sbin";
        return Stream.of(folders.split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(() -> missing(name));
    }

    private static String missing(String name) {
        String sentence = name + " is not on the PATH. Run ./verify, which installs what the tests need.";
        if ("true".equals(System.getenv("CI"))) {
            Assertions.fail(sentence);
        }
        Assumptions.abort(sentence);
        return name;
    }
}
