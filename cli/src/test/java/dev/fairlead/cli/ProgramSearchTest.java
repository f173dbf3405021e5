// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramSearchTest {
    @TempDir
    private Path folder;

    private ProgramSearch search;

    @BeforeEach
    void putProgramsInPlace() throws IOException {
        Path bin = Files.createDirectory(folder.resolve("bin"));
        Path work = Files.createDirectory(folder.resolve("work"));
        program(bin.resolve("agent"));
        program(bin.resolve("npx.cmd"));
        program(work.resolve("local"));
        Files.createFile(bin.resolve("data"));
        Files.createDirectory(bin.resolve("directory"));
        search = new ProgramSearch(work, List.of(folder.resolve("missing"), bin), List.of(""));
    }

    @Test
    void findsABareNameInThePath() {
        assertEquals("agent", search.find("agent"));
    }

    @Test
    void findsANameWithASeparatorFromTheWorkingDirectory() {
        assertEquals("./local", search.find("./local"));
        assertEquals("../bin/agent", search.find("../bin/agent"));
    }

    @Test
    void findsAnAbsoluteName() {
        String absolute = folder.resolve("bin/agent").toAbsolutePath().toString();

        assertEquals(absolute, search.find(absolute));
    }

    @Test
    void returnsTheFileWhereTheNameLacksItsEnding() {
        ProgramSearch windows = new ProgramSearch(search.directory(), search.path(), List.of("", ".exe", ".cmd"));

        assertEquals(folder.resolve("bin").resolve("npx.cmd").toString(), windows.find("npx"));
        assertEquals("npx.cmd", windows.find("npx.cmd"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"agnet", "local", "./agent", "data", "directory", "", "nul\0"})
    void saysThatACommandCannotBeFound(String program) {
        AgentException refused = assertThrows(AgentException.class, () -> search.find(program));

        assertEquals(Code.AGENT_UNAVAILABLE, refused.code());
        assertTrue(refused.getMessage().startsWith("The agent's command '" + program + "' cannot be found: it is "));
    }

    private static void program(Path file) throws IOException {
        Files.createFile(file);
        assertTrue(file.toFile().setExecutable(true));
    }
}
