// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceReportTest {
    private final ConformanceCheck check = ConformanceCheck.must("an-id", "1 · a row", "It holds.", trial -> {});
    private final ConformanceReport report = new ConformanceReport(List.of(
            ConformanceResult.pass(check),
            ConformanceResult.fail(check, "a | b\nc <d>"),
            ConformanceResult.skipped(check, "no agent")));

    @Test
    void textNamesEachCheckAndCounts() {
        String text = report.text();
        assertTrue(text.contains("PASS    MUST      an-id"), text);
        assertTrue(text.contains("FAIL    MUST      an-id"), text);
        assertTrue(text.contains("MUST: 1 pass, 1 fail, 1 skipped · SHOULD: 0 pass"), text);
    }

    @Test
    void markdownKeepsItsTableWhateverWasSeen() {
        assertTrue(
                report.markdown().contains("| `an-id` | MUST | It holds. | 1 · a row | a \\| b c &lt;d> |\n"),
                report.markdown());
    }

    @Test
    void everyCheckHasItsOwnIdAndSaysWhatAndWhere() {
        List<ConformanceCheck> checks = WireConformance.checks();
        assertEquals(
                checks.size(),
                checks.stream().map(ConformanceCheck::id).distinct().count());
        for (ConformanceCheck each : checks) {
            assertTrue(each.id().matches("[a-z0-9]+(-[a-z0-9]+)+"), each.id());
            assertTrue(each.requirement().endsWith("."), each.requirement());
            assertTrue(each.row().matches("([12](\\.[0-9])? · |RFC 6455 §|JSON-RPC 2.0 §).+"), each.row());
        }
    }

    @Test
    void mainTellsByItsExitCode() throws IOException {
        assertEquals(2, exitCode());
        assertEquals(2, exitCode("ftp://somewhere"));
        assertEquals(2, exitCode("http://127.0.0.1:1/acp", "--token"));
        try (WrongServer server = WrongServer.thatSays("", true)) {
            assertEquals(1, exitCode(server.endpoint().toString(), "--markdown"));
        }
    }

    private static int exitCode(String... arguments) {
        PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        return ConformanceMain.run(List.of(arguments), nowhere, nowhere);
    }
}
