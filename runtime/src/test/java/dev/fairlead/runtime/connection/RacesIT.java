// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Has jcstress run the {@link Races}, in JVMs of its own. */
class RacesIT {
    @Test
    void noOrderOfTwoThreadsBreaksARule(@TempDir Path results) throws Exception {
        Process races = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.openjdk.jcstress.Main",
                        "-sc",
                        "false",
                        "-jvmArgs",
                        "-Xmx256m",
                        "-f",
                        "1",
                        "-iters",
                        "1",
                        "-time",
                        "300",
                        "-r",
                        results.toString())
                .directory(results.toFile())
                .redirectErrorStream(true)
                .start();
        String report = new String(races.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, races.waitFor(), report);
        assertTrue(report.contains("Failed tests: No matches"), report);
        assertTrue(report.contains("6 matching test results"), report);
    }
}
