// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text that was looked at and checked in.
 *
 * <p>After a change that was meant, {@code mvn verify -Dsnapshots.update=true} writes the texts anew; the difference is then read
 * and checked in with the change.
 *
 * @param file where it stands
 */
record Snapshot(Path file) {
    private static final Path MODULE = Path.of(System.getProperty("basedir"));

    /** Takes the name of a file in {@code src/test/resources/snapshots}. */
    Snapshot(String fileName) {
        this(MODULE.resolve("src/test/resources/snapshots").resolve(fileName));
    }

    /** Takes a file that has another use, too, by its path in this module. */
    static Snapshot of(String path) {
        return new Snapshot(MODULE.resolve(path));
    }

    void assertSame(String actual) throws IOException {
        if (Boolean.getBoolean("snapshots.update")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, actual);
        }
        assertTrue(Files.exists(file), () -> "There is no " + file + ". Write it with -Dsnapshots.update=true.");
        assertEquals(
                Files.readString(file),
                actual,
                () -> "What was built is not as " + file
                        + " says. If that was meant, write the file anew with -Dsnapshots.update=true.");
    }
}
