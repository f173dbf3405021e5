// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictTest {
    private static final Finding REACHED = Finding.good("gateway", "Fairlead 1 answers.");

    @Test
    void allIsWell() {
        Verdict verdict = Verdict.of(
                List.of(REACHED, finding("websocket", "GOOD"), finding("sse", "GOOD"), finding("polling", "GOOD")));

        assertEquals(0, verdict.exitCode());
        assertEquals(
                "This network lets everything through. Fairlead gets through by websocket (41 ms), then sse (41 ms), then"
                        + " polling (41 ms).",
                verdict.words());
        assertEquals(List.of(), verdict.advice());
    }

    @Test
    void namesEachFaultWhatWorksAndWhatToDo() {
        Verdict verdict = Verdict.of(
                List.of(REACHED, finding("websocket", "BROKEN"), finding("sse", "BROKEN"), finding("polling", "GOOD")));

        assertEquals(7, verdict.exitCode());
        assertEquals(
                "The websocket says so. The sse says so. Fairlead gets through by polling (41 ms).", verdict.words());
        assertEquals(List.of("Mend websocket.", "Mend sse."), verdict.advice());
    }

    @ParameterizedTest
    @CsvSource({
        "GOOD, GOOD, GOOD, 0, websocket sse polling",
        "GOOD, GOOD, UNTRIED, 0, websocket sse",
        "BROKEN, GOOD, GOOD, 7, sse polling",
        "GOOD, HINDERED, GOOD, 7, websocket sse polling",
        "BROKEN, BROKEN, HINDERED, 7, polling",
        "BROKEN, BROKEN, BROKEN, 6, ''",
        "BROKEN, BROKEN, UNTRIED, 6, ''",
    })
    void theExitCodeSaysWhetherSomethingGetsThrough(
            String websocket, String sse, String polling, int exitCode, String working) {
        Verdict verdict = Verdict.of(
                List.of(REACHED, finding("websocket", websocket), finding("sse", sse), finding("polling", polling)));

        assertEquals(exitCode, verdict.exitCode());
        String words = verdict.words();
        int by = words.indexOf("gets through by ");
        assertEquals(
                working,
                by < 0
                        ? ""
                        : words.substring(by + "gets through by ".length())
                                .replaceAll(" \\(41 ms\\)|, then|\\.", "")
                                .strip());
    }

    @Test
    void sseCannotWorkWithoutItsHeaders() {
        Finding headers = HeaderCheck.judge(List.of("Acp-Connection-Id", "Fairlead-Client"));
        Verdict verdict = Verdict.of(List.of(
                REACHED, finding("websocket", "BROKEN"), finding("sse", "GOOD"), finding("polling", "GOOD"), headers));

        assertTrue(verdict.words().endsWith("Fairlead gets through by polling (41 ms)."), verdict::words);
        assertTrue(verdict.words().contains("drops headers: Acp-Connection-Id, Fairlead-Client."), verdict::words);
    }

    @Test
    void sseWorksWithoutCookies() {
        Finding headers = HeaderCheck.judge(List.of("Set-Cookie"));

        assertTrue(Verdict.of(List.of(REACHED, finding("sse", "GOOD"), headers))
                .words()
                .contains("by sse"));
    }

    @Test
    void withoutAGatewayNothingElseIsJudged() {
        Verdict unreachable =
                Verdict.of(List.of(Finding.broken("gateway", "Nobody listens there.", "Check the address.")));
        Verdict refused = Verdict.of(List.of(Finding.broken("gateway", "Answered with 401.", "Show a valid token.")));

        assertEquals(6, unreachable.exitCode());
        assertEquals("The gateway cannot be reached. Nobody listens there.", unreachable.words());
        assertEquals(5, refused.exitCode());
        assertEquals("The gateway is there and refuses us. Answered with 401.", refused.words());
    }

    @Test
    void adviceIsGivenOnce() {
        Finding first = Finding.hindered("cache", "Words.", "Do not cache.");
        Finding second = Finding.hindered("polling", "Words.", "Do not cache.");

        assertEquals(
                List.of("Do not cache."),
                Verdict.of(List.of(REACHED, first, second)).advice());
    }

    @Test
    void theReportIsATableForPeopleAndOneLineForTickets() {
        List<Finding> findings = List.of(REACHED, finding("websocket", "BROKEN"));
        DoctorReport report = new DoctorReport(URI.create("https://chat.example/acp"), findings, Verdict.of(findings));

        assertTrue(
                report.text().contains("websocket          broken         41 ms  The websocket says so."),
                report::text);
        assertTrue(report.text().contains("- Mend websocket."), report::text);
        assertFalse(report.json().contains("\n"));
        assertTrue(
                report.json()
                        .startsWith(
                                "{\"url\":\"https://chat.example/acp\",\"verdict\":\"The websocket says so. No transport"
                                        + " gets through.\",\"exitCode\":6,\"advice\":[\"Mend websocket.\"],\"findings\":["),
                report::json);
    }

    @Test
    void adviceIsForTheReaderAsLongAsTheGatewayIsNotReached() {
        assertTrue(text(Finding.broken("gateway", "Answered with 401.", "Show a valid token."))
                .endsWith(String.format("%nWhat to do:%n- Show a valid token.%n")));
        assertTrue(text(REACHED, finding("sse", "BROKEN"))
                .endsWith(String.format("%nFor whoever runs the network:%n- Mend sse.%n")));
    }

    private static String text(Finding... findings) {
        List<Finding> all = List.of(findings);
        return new DoctorReport(URI.create("https://chat.example/acp"), all, Verdict.of(all)).text();
    }

    private static Finding finding(String check, String grade) {
        Grade known = Grade.valueOf(grade);
        boolean faulty = known == Grade.BROKEN || known == Grade.HINDERED;
        return new Finding(check, known, "The " + check + " says so.", faulty ? "Mend " + check + "." : "", 0)
                .taking(Duration.ofMillis(41));
    }
}
