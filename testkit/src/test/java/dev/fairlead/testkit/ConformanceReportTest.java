// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConformanceReportTest {
    private final ConformanceCheck check = ConformanceCheck.must("an-id", "1 · a row", "It holds.", trial -> {});
    private final ConformanceReport report = new ConformanceReport(List.of(
            ConformanceResult.pass(check),
            ConformanceResult.fail(check, "a | b\nc <d>"),
            ConformanceResult.skipped(check, "no agent")));

    @Test
    void textShowsEachCheckAndCountsAndJudges() {
        String text = report.text();
        assertTrue(text.contains("  pass     an-id" + System.lineSeparator()), text);
        assertTrue(text.contains("  FAIL     an-id" + System.lineSeparator()), text);
        assertTrue(text.contains("           It holds. (1 · a row)" + System.lineSeparator()), text);
        assertTrue(text.contains("MUST            1     1        1" + System.lineSeparator()), text);
        assertTrue(text.contains("A plain client cannot rely on this server: MUST does not hold once."), text);
    }

    @Test
    void jsonIsOneLineThatCanBeRead() {
        Json json = Json.parse(report.json());
        assertEquals("false", json.at("holds").source());
        assertTrue(report.json().contains("\"outcome\":\"fail\",\"requirement\":\"It holds.\""), report.json());
        assertEquals(1, report.json().lines().count());
    }

    @Test
    void whatFairleadAddsDecidesNothing() {
        ConformanceCheck extension = ConformanceCheck.extension("an-id", "2.1 · a row", "It holds.", trial -> {});
        assertTrue(new ConformanceReport(List.of(ConformanceResult.fail(extension, "no"))).holds());
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
    void theToolTellsByItsExitCode() throws IOException {
        assertEquals(2, exitCode());
        assertEquals(2, exitCode("ftp://somewhere"));
        assertEquals(2, exitCode("http://127.0.0.1:1/acp", "--token"));
        assertEquals(2, exitCode("http://127.0.0.1:1/acp", "--token-file", "no-such-file"));
        assertEquals(6, exitCode("http://127.0.0.1:1/acp"));
        try (WrongServer server = WrongServer.thatSays("", true)) {
            assertEquals(7, exitCode(server.endpoint().toString(), "--markdown"));
        }
    }

    private static int exitCode(String... words) {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return new ConformanceTool().run(nowhere, nowhere, words);
    }
}
