// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class FairleadTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @ValueSource(
            strings = {"--help", "help", "serve --help", "help serve", "demo -h", "demo-agent --help", "doctor --help"})
    void explainsItself(String words) {
        assertEquals(0, run(words.split(" ", -1)));
        assertTrue(out.toString().contains("Usage: fairlead"));
        assertEquals("", err.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "demo", "doctor"})
    void documentsExitCodesAndExamples(String command) {
        run(command, "--help");

        assertTrue(out.toString().contains("Exit codes:"));
        assertTrue(out.toString().contains("Examples:"));
    }

    @Test
    void tellsItsVersion() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().matches("fairlead \\d+\\.\\d+\\.\\S+\\R"), out::toString);
    }

    @Test
    void listsTheTransportsThatAreThere() {
        assertEquals(0, run("transports"));
        assertEquals(
                List.of("websocket 300 yes", "sse 200 yes", "polling 100 yes"),
                out.toString()
                        .lines()
                        .skip(1)
                        .map(line -> line.replaceFirst("(\\S+) +(\\S+) +(\\S+).*", "$1 $2 $3"))
                        .limit(3)
                        .toList());
    }

    @Test
    void runsBundlesOfAnInstallationAlone() {
        String program = ProcessHandle.current().info().command().orElseThrow();

        assertEquals(2, run("serve", "--osgi", "--", program));
        assertTrue(err.toString().startsWith("fairlead: There is no OSGi framework in "), err::toString);
    }

    @Test
    void explainsItselfWithoutACommand() {
        assertEquals(2, run());
        assertTrue(err.toString().contains("Usage: fairlead"));
        assertEquals("", out.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "dmo, fairlead demo",
        "demo --lisen 1, --listen",
        "serve, COMMAND",
        "demo extra, extra",
        "demo --listen a:b, HOST:PORT",
        "serve --env X -- ls, --env"
    })
    void refusesWrongWordsInTwoLinesOrThree(String words, String hint) {
        assertEquals(2, run(words.split(" ", -1)));
        assertTrue(err.toString().startsWith("fairlead: "), err::toString);
        assertTrue(err.toString().contains(hint), err::toString);
        assertTrue(err.toString().contains("--help"), err::toString);
        assertTrue(err.toString().lines().count() <= 3, err::toString);
        assertEquals("", out.toString());
    }

    @Test
    void refusesAConfigurationWithAnUnknownKey(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f.properties"), "path = /acp\nlisten.prot = 1\n");

        assertEquals(2, run("demo", "--config", file.toString()));
        assertEquals(
                "fairlead: There is no setting listen.prot (file " + file + ", line 2). Did you mean listen.port?",
                err.toString().strip());
    }

    @Test
    void refusesAWorkingDirectoryThatIsNotThere() {
        assertEquals(2, run("serve", "--cwd", "/no/such/place", "--", "sh"));
        assertTrue(err.toString().contains("/no/such/place"));
    }

    @Test
    void refusesACommandThatCannotBeFound() {
        assertEquals(4, run("serve", "--listen", "0", "--", "no-such-agent", "--acp"));
        assertTrue(err.toString().contains("no-such-agent"));
    }

    @Test
    void givesTheAgentEveryWordAfterItsName() {
        CommandLine.ParseResult parsed =
                Fairlead.commandLine().parseArgs("serve", "--listen", "0", "no-such", "--listen", "@x", "--", "-v");

        assertEquals(
                "[no-such, --listen, @x, --, -v]",
                parsed.subcommand().matchedPositional(0).stringValues().toString());
    }

    private int run(String... words) {
        return Fairlead.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(words);
    }
}
