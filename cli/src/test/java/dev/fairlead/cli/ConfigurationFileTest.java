// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsEveryFormOfALine() throws IOException {
        Path file = write("""
                # a comment \\
                listen.port = 7341

                ! another
                path:/café
                transports = sse, \\
                             websocket
                insecure
                token-file = C:\\\\token.txt\\\\
                limits.sessions\\ 2 \\u003d 5""");

        assertEquals(
                List.of(
                        new Assignment("listen.port", "7341", "file " + file + ", line 2"),
                        new Assignment("path", "/café", "file " + file + ", line 5"),
                        new Assignment("transports", "sse, websocket", "file " + file + ", line 6"),
                        new Assignment("insecure", "", "file " + file + ", line 8"),
                        new Assignment("token-file", "C:\\token.txt\\", "file " + file + ", line 9"),
                        new Assignment("limits.sessions 2", "= 5", "file " + file + ", line 10")),
                ConfigurationFile.read(file));
    }

    @Test
    void refusesAKeyThatStandsTwice() throws IOException {
        Path file = write("path = /a\n\npath = /b\n");

        assertRefused("The configuration file " + file + " sets path twice, in lines 1 and 3.", file);
    }

    @Test
    void refusesAMalformedEscape() throws IOException {
        Path file = write("# fine\npath = \\u12\n");

        assertRefused("The configuration file " + file + " has a malformed \\u escape in line 2.", file);
    }

    @Test
    void refusesAFileThatIsNotThere() {
        Path file = folder.resolve("none.properties");

        assertRefused("The configuration file " + file + " does not exist.", file);
    }

    @Test
    void refusesAFileThatIsNotUtf8() throws IOException {
        Path file = Files.write(
                folder.resolve("latin.properties"), "path = /caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));

        assertRefused("The configuration file " + file + " is not UTF-8.", file);
    }

    @Test
    void refusesAFolder() {
        assertRefused("The configuration file " + folder + " cannot be read.", folder);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("fairlead.properties"), text);
    }

    private static void assertRefused(String sentence, Path file) {
        AgentException refused = assertThrows(AgentException.class, () -> ConfigurationFile.read(file));

        assertEquals(Code.CONFIGURATION, refused.code());
        assertEquals(sentence, refused.getMessage());
    }
}
