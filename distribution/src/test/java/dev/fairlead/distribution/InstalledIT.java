// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The zip and what it unpacks to. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "these are the ways of a Unix shell")
class InstalledIT {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String MAIN = "dev.fairlead.cli.Fairlead";

    private final Installed installed = Installed.assembled();

    @Test
    void theZipHoldsTheFolderAndItsCommandMayBeRun() throws IOException {
        Path zip = Path.of(installed.home().getParent() + ".zip");
        URI address = URI.create("jar:" + zip.toUri());
        try (FileSystem files = FileSystems.newFileSystem(address, Map.of("enablePosixFileAttributes", "true"))) {
            Path root = files.getPath("/" + installed.home().getFileName());
            assertEquals(contents(installed.home()), contents(root));
            assertTrue(Files.getPosixFilePermissions(root.resolve("bin/fairlead"))
                    .contains(PosixFilePermission.OTHERS_EXECUTE));
        }
    }

    @Test
    void runsFromAFolderWithSpacesThroughSymbolicLinks(@TempDir Path folder) throws Exception {
        Path home = installed.copiedTo(folder.resolve("my tools/fair lead")).home();
        Path bin = Files.createDirectory(folder.resolve("the bin"));
        Files.createSymbolicLink(bin.resolve("relative"), Path.of("../my tools/fair lead/bin/fairlead"));
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), bin.resolve("relative"));
        Files.createSymbolicLink(folder.resolve("tools"), home.getParent());
        for (Path command : List.of(absolute, folder.resolve("tools/fair lead/bin/fairlead"))) {
            try (FairleadProcess process = FairleadProcess.start(
                    Map.of(),
                    List.of(command.toString(), "serve", "--listen", "0", "--", command.toString(), "demo-agent"))) {
                Answer answer = new Caller(process.ready().address()).initialize();
                assertTrue(answer.body().contains("fairlead-demo-agent"), answer::body);
            }
        }
    }

    @Test
    void classPathAndModulePathFindTheSameTransports() throws Exception {
        String lib = installed.lib().toString();
        String onClassPath = transports("-cp", lib + "/*", MAIN);
        assertEquals("transports=websocket,sse,polling", onClassPath);
        assertEquals(onClassPath, transports("-p", lib, "-m", "dev.fairlead.cli/" + MAIN));
    }

    @Test
    void withoutJavaItSaysWhatToDo() throws Exception {
        try (FairleadProcess process = FairleadProcess.start(Map.of("JAVA_HOME", "/no/such/java"), "--version")) {
            assertEquals(2, process.exitCode());
            assertEquals(
                    "fairlead: there is no Java at '/no/such/java/bin/java'. Install Java 17 or newer, or set JAVA_HOME.",
                    process.err().strip());
        }
    }

    /** Starts the demo with the JVM's options, and returns what it logs about transports; a client is served before. */
    private static String transports(String... options) throws Exception {
        List<String> command = Stream.of(Stream.of(JAVA), Stream.of(options), Stream.of("demo", "--listen", "0", "-v"))
                .flatMap(words -> words)
                .toList();
        try (FairleadProcess process = FairleadProcess.start(Map.of(), command)) {
            Caller caller = new Caller(process.ready().address());
            assertEquals(202, caller.delete(caller.initialize().connectionId()).status());
            return process.err()
                    .lines()
                    .filter(line -> line.contains("transports="))
                    .map(line -> line.substring(line.indexOf("transports=")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(process.err()));
        }
    }

    /** Returns the files below a folder, with their sizes. */
    private static Map<String, Long> contents(Path folder) throws IOException {
        Map<String, Long> sizes = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sizes.put(folder.relativize(file).toString(), Files.size(file));
            }
        }
        return sizes;
    }
}
