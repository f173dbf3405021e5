// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/findings.md} names tests that exist, and what it says of all tests holds. */
class FindingsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern NAMED = Pattern.compile("`(\\w+(?:Test|IT))\\.(\\w+)`");
    private static final Pattern SLEEP = Pattern.compile("Thread\\.sleep\\(|TimeUnit\\.\\w+\\.sleep\\(");

    private final Map<String, String> tests = testSources();

    @Test
    void eachTestThatIsNamedExists() throws IOException {
        List<String[]> named = NAMED.matcher(Files.readString(ROOT.resolve("docs/findings.md")))
                .results()
                .map(match -> new String[] {match.group(1), match.group(2)})
                .toList();

        assertTrue(named.size() > 50, () -> "Only " + named.size() + " tests were found in the table.");
        assertEquals(
                List.of(),
                named.stream()
                        .filter(test -> !tests.getOrDefault(test[0], "").contains(" " + test[1] + "("))
                        .map(test -> test[0] + "." + test[1])
                        .toList());
    }

    @Test
    void noTestSleeps() {
        assertEquals(
                List.of(),
                tests.entrySet().stream()
                        .filter(test -> SLEEP.matcher(test.getValue()).find())
                        .map(Map.Entry::getKey)
                        .toList());
    }

    /** The sources of all modules' tests, by the name of their class; of two with one name, both. */
    private static Map<String, String> testSources() {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(FindingsTest::sources)
                    .collect(Collectors.toMap(FindingsTest::className, FindingsTest::text, String::concat));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> sources(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String className(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
