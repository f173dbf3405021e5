// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Apache Karaf as a process of its own, with a console that is typed to. It has no way to the network: what is not in its own
 * distribution is dropped in, or comes from the repository that the build has made.
 */
final class Karaf implements AutoCloseable {
    private static final Path HOME = Path.of(System.getProperty("fairlead.karaf.home", "unknown"));
    private static final Path BUILT = Path.of(System.getProperty("fairlead.karaf.built", "unknown"));
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Pattern BOOTED =
            Pattern.compile("Registering commands for bundle org\\.apache\\.karaf\\.features\\.command");
    private static final Pattern SERVING = Pattern.compile("Serving at (http\\S+) by ");

    private final Path base;
    private final Process process;

    private Karaf(Path base, Process process) {
        this.base = base;
        this.process = process;
    }

    /** Starts it with a base of its own, and settings of the product for Config Admin; it has no repository. */
    static Karaf in(Path base, Map<String, String> settings) throws IOException {
        return start(base, settings, "");
    }

    /** Starts it likewise with the repository that the build has made. */
    static Karaf withRepository(Path base, Map<String, String> settings) throws IOException {
        return start(base, settings, BUILT.resolve("repository").toUri() + "@id=built@snapshots");
    }

    /** Returns when it takes commands. */
    private static Karaf start(Path base, Map<String, String> settings, String repository) throws IOException {
        Path etc = Files.createDirectories(base.resolve("etc"));
        Files.createDirectory(base.resolve("deploy"));
        try (Stream<Path> files = Files.list(HOME.resolve("etc"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, etc.resolve(file.getFileName()));
            }
        }
        replace(
                etc.resolve("org.ops4j.pax.url.mvn.cfg"),
                "(?m)^org\\.ops4j\\.pax\\.url\\.mvn\\.repositories=(.*\\\\\\R)*.*$",
                "org.ops4j.pax.url.mvn.repositories="
                        + repository + "\n"
                        // or else the bundles of an older build are found in the user's repository, and put there
                        + "org.ops4j.pax.url.mvn.localRepository=" + base.resolve("repository"));
        replace(
                etc.resolve("org.apache.karaf.features.cfg"),
                "(?m)^ +(ssh|management|instance)/.*\\R",
                ""); // fixed ports
        Files.writeString(
                etc.resolve("dev.fairlead.cfg"),
                settings.entrySet().stream()
                        .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
                        .collect(Collectors.joining()));
        Path out = base.resolve("console.txt");
        ProcessBuilder builder = new ProcessBuilder(HOME.resolve("bin/karaf").toString())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KARAF_BASE", base.toString());
        builder.environment().put("TERM", "dumb");
        Karaf karaf = new Karaf(base, builder.start());
        karaf.awaitLog(BOOTED);
        return karaf;
    }

    private static void replace(Path file, String pattern, String text) throws IOException {
        String before = Files.readString(file);
        String after = before.replaceAll(pattern, text);
        if (after.equals(before)) {
            throw new IllegalStateException("There is no " + pattern + " in " + file);
        }
        Files.writeString(file, after);
    }

    /** Returns the features that the build has made. */
    static String features() {
        return BUILT.resolve("feature/features.xml").toUri().toString();
    }

    /** Returns the KAR that the build has made. */
    static Path kar() throws IOException {
        try (Stream<Path> files = Files.list(BUILT)) {
            return files.filter(file -> file.toString().endsWith(".kar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** Types a command. */
    void type(String command) throws IOException {
        process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Drops files into the folder that is watched. */
    void deploy(List<Path> jars) throws IOException {
        for (Path jar : jars) {
            Files.copy(jar, base.resolve("deploy").resolve(jar.getFileName()));
        }
    }

    /** Waits until something is served, and returns where it is now. */
    String address() {
        awaitLog(SERVING);
        List<MatchResult> all = SERVING.matcher(log()).results().toList();
        return all.get(all.size() - 1).group(1);
    }

    private void awaitLog(Pattern pattern) {
        await(pattern + " in Karaf's log")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .failFast("Karaf has ended", () -> !process.isAlive())
                .until(() -> pattern.matcher(log()).find());
    }

    /** Waits until the console has said something. */
    void awaitConsole(String pattern) {
        await("'" + pattern + "' on Karaf's console")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> Pattern.compile(pattern)
                        .matcher(text(base.resolve("console.txt")))
                        .find());
    }

    String log() {
        return text(base.resolve("data/log/karaf.log"));
    }

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
    }
}
