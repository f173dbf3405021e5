// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code THIRD-PARTY.md} names every jar that is not ours, and the texts of the licences are there. */
class ThirdPartyIT {
    private static final String IN_THE_JAR = "in the jar: ";
    private static final Pattern ROW = Pattern.compile(
            "^\\| `([\\w.-]+)-\\*\\.jar` \\| \\[[^|]+\\) \\| \\[[\\w.-]+]\\((https://[^|]+)\\) \\| ([^|]+) \\|$",
            Pattern.MULTILINE);
    private static final Pattern VERSION = Pattern.compile("-\\d[\\w.-]*\\.jar$");

    private static final Installed INSTALLED = Installed.assembled();

    static Stream<Path> foreignJars() throws IOException {
        return INSTALLED.allJars().stream().filter(jar -> !name(jar).startsWith("fairlead-"));
    }

    @Test
    void everyForeignJarIsNamedAndNoOther() throws IOException {
        assertEquals(
                foreignJars().map(ThirdPartyIT::name).sorted().toList(),
                rows().stream().map(row -> row.group(1)).sorted().toList());
    }

    @ParameterizedTest
    @MethodSource("foreignJars")
    void theLicenceIsTheOneThatTheJarNames(Path path) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            String named = jar.getManifest().getMainAttributes().getValue("Bundle-License");
            String ours = row(path).group(2);
            assertTrue(named == null || named.contains(ours), () -> ours + " is not among " + named);
        }
    }

    @ParameterizedTest
    @MethodSource("foreignJars")
    void theTextOfTheLicenceIsWhereItIsSaidToBe(Path path) throws IOException {
        String place = row(path).group(3).replace("`", "");
        String text = place.startsWith(IN_THE_JAR)
                ? entry(path, place.substring(IN_THE_JAR.length()))
                : Files.readString(INSTALLED.home().resolve(place));
        assertTrue(text.length() > 1000, () -> place + " holds no licence: " + text);
    }

    @Test
    void theLicenceOfWhatIsInsideTheEngineIsInIt() throws IOException {
        Path engine = INSTALLED.jars().stream()
                .filter(jar -> name(jar).equals("fairlead-http-undertow"))
                .findFirst()
                .orElseThrow();
        assertTrue(entry(engine, "META-INF/LICENSE.txt").contains("Apache License"));
        String notice = entry(engine, "META-INF/NOTICE");
        for (String library :
                List.of("undertow-core", "xnio-api", "jboss-threads", "jboss-logging", "wildfly-common")) {
            assertTrue(notice.contains(library), () -> "The notice does not name " + library);
        }
    }

    private static List<MatchResult> rows() throws IOException {
        return ROW.matcher(Files.readString(INSTALLED.home().resolve("THIRD-PARTY.md")))
                .results()
                .toList();
    }

    private static MatchResult row(Path jar) throws IOException {
        return rows().stream()
                .filter(row -> row.group(1).equals(name(jar)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("THIRD-PARTY.md has no row for " + jar.getFileName()));
    }

    private static String name(Path jar) {
        return VERSION.matcher(jar.getFileName().toString()).replaceFirst("");
    }

    private static String entry(Path path, String name) throws IOException {
        try (JarFile jar = new JarFile(path.toFile())) {
            ZipEntry entry = jar.getEntry(name);
            assertNotNull(entry, () -> path.getFileName() + " has no " + name);
            return new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
