// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The archive of classes makes a start faster if it can, and is never in the way. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "what a JVM uses is read from /proc")
class ArchiveIT {
    /** Where the head of an archive has the version of its format. */
    private static final int VERSION = 8;

    @TempDir
    private Path cache;

    @Test
    void theSecondStartUsesWhatTheFirstLeftIfItIsOfThisJava() throws Exception {
        assertFalse(startUsesAnArchive());
        assertEquals(".new", ending());
        assertTrue(startUsesAnArchive());
        assertEquals(".jsa", ending());
        byte[] bytes = Files.readAllBytes(archive());
        bytes[VERSION]++;
        overwrite(bytes);
        assertFalse(startUsesAnArchive());
    }

    @Test
    void aContainerHasOneOfItsOwn() throws Exception {
        String command = Installed.assembled().command().toString();
        String[] inContainer = {"serve", "--osgi", "--listen", "0", "--", command, "demo-agent"};
        String[] plain = {"serve", "--listen", "0", "--", command, "demo-agent"};

        assertFalse(startUsesAnArchive(inContainer));
        assertFalse(startUsesAnArchive(plain));
        assertTrue(startUsesAnArchive(inContainer));
        assertTrue(startUsesAnArchive(plain));
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 3_000_000})
    void whatTheFirstStartDidNotFinishIsThrownAway(int bytes) throws Exception {
        startUsesAnArchive();
        long whole = Files.size(archive());
        assertTrue(bytes < whole);
        cutOff(bytes);
        assertFalse(startUsesAnArchive());
        assertTrue(Files.size(archive()) > bytes, "a new one was made");
    }

    @Test
    void whereNothingCanBeWrittenNothingIsSaid() throws Exception {
        wantsNone("XDG_CACHE_HOME=" + Files.createFile(cache.resolve("file")));
    }

    @Test
    void whoHasNoHomeHasNoArchive() throws Exception {
        wantsNone("--unset=XDG_CACHE_HOME", "--unset=HOME");
    }

    private static void wantsNone(String... environment) throws IOException {
        List<String> command = new ArrayList<>(List.of("env"));
        command.addAll(List.of(environment));
        command.addAll(List.of(Installed.assembled().command().toString(), "demo", "--listen", "0"));
        try (FairleadProcess process = FairleadProcess.start(Map.of(), command)) {
            process.ready();
            assertEquals("", complaints(process));
            String words = Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            assertFalse(words.contains("Archive"), words);
        }
    }

    private boolean startUsesAnArchive() throws Exception {
        return startUsesAnArchive("demo", "--listen", "0");
    }

    /** Starts a gateway and ends it; it works, and says nothing of archives. */
    private boolean startUsesAnArchive(String... words) throws Exception {
        try (FairleadProcess process = FairleadProcess.start(Map.of("XDG_CACHE_HOME", cache.toString()), words)) {
            Caller caller = new Caller(URI.create(process.awaitOut("Fairlead is serving .+ at (http\\S+)")));
            assertEquals(200, caller.initialize().status());
            boolean uses = Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"))
                    .contains(cache.toString());
            process.send("TERM");
            assertEquals(143, process.exitCode(), process::err);
            assertEquals("", complaints(process));
            return uses;
        }
    }

    /** Returns what it says beside the log. */
    private static String complaints(FairleadProcess process) {
        return String.join(
                "\n",
                process.err().lines().filter(line -> !line.contains(" INFO ")).toList());
    }

    private String ending() throws IOException {
        String name = archive().toString();
        return name.substring(name.lastIndexOf('.'));
    }

    private Path archive() throws IOException {
        try (Stream<Path> files = Files.list(cache.resolve("fairlead"))) {
            List<Path> all = files.toList();
            assertEquals(1, all.size(), all::toString);
            return all.get(0);
        }
    }

    private void cutOff(int bytes) throws IOException {
        overwrite(Arrays.copyOf(Files.readAllBytes(archive()), bytes));
    }

    private void overwrite(byte[] bytes) throws IOException {
        Path archive = archive();
        Files.delete(archive);
        Files.write(archive, bytes);
    }
}
