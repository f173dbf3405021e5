// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who builds the same sources with the same JDK gets the same bytes, in whatever folder, time zone and language. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "env is a program of Unix")
@EnabledIfEnvironmentVariable(
        named = "CI",
        matches = "true",
        disabledReason = "building twice takes a minute; CI=true asks for it")
class ReproducibleIT {
    private static final Path HOUSE =
            Path.of(System.getProperty("basedir"), "..").toAbsolutePath().normalize();

    @Test
    void aSecondBuildElsewhereMakesTheSameJarsAndTheSameZip(@TempDir Path folder) throws Exception {
        Path second = folder.resolve("another place");
        new Sources(HOUSE).copyTo(second);
        build(second);
        Map<String, String> ours = Archives.below(HOUSE).fingerprints();
        Map<String, String> theirs = Archives.below(second).fingerprints();
        assertTrue(theirs.keySet().stream().anyMatch(name -> name.endsWith(".zip")), theirs::toString);
        Set<String> different = new TreeSet<>();
        theirs.forEach((name, print) -> {
            if (!print.equals(ours.get(name))) {
                different.add(name);
            }
        });
        assertEquals(
                Set.of(),
                different,
                "These differ between two builds. If one of them holds what is left of an older build, run mvn clean.");
    }

    /** Runs the Maven of this build, on what it has downloaded before; offline if this build is. */
    private static void build(Path sources) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "TZ=Pacific/Chatham",
                "MAVEN_OPTS=-Duser.timezone=Pacific/Chatham -Duser.language=de",
                System.getProperty("fairlead.maven"),
                "-B",
                "-q",
                "-f",
                sources.resolve("pom.xml").toString(),
                "-Dmaven.repo.local=" + System.getProperty("localRepository"),
                "-Dmaven.legacyLocalRepo=true",
                "-Dmaven.test.skip",
                "-pl",
                "distribution",
                "-am",
                "package"));
        if (System.getProperty("fairlead.build").equals("offline=true")) {
            command.add("-o");
        }
        Outcome.of(Duration.ofMinutes(10), command).success();
    }
}
