// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fairlead.testkit.ConformanceResult.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The suite is worth nothing if a wrong server passes it. */
class WrongServersTest {
    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void serverThatAnswersEverythingWith200PassesNothing() throws IOException {
        expectNothingPasses("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}", true);
    }

    @Test
    void serverThatAnswersEverythingWithAnEmptyStreamPassesNothing() throws IOException {
        expectNothingPasses("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n", true);
    }

    @Test
    void serverThatHangsUpPassesNothing() throws IOException {
        expectNothingPasses("", true);
    }

    @Test
    void serverThatIsSilentPassesNothing() throws IOException {
        expectNothingPasses("", false);
    }

    @Test
    void serverThatTalksNonsensePassesNothing() throws IOException {
        expectNothingPasses("SSH-2.0-OpenSSH_9.2\r\n\r\n", true);
    }

    @Test
    void chunksOutOfOrderTwiceOrMissingAreSeen() {
        for (List<Integer> wrong :
                List.of(List.of(1, 3, 2), List.of(1, 2, 2, 3), List.of(1, 3), List.of(2, 3), List.<Integer>of())) {
            assertFalse(holds(() -> new Chunks(wrong).expect(3)), wrong.toString());
        }
        new Chunks(List.of(1, 2, 3)).expect(3);
        new Chunks(List.of(0, 1, 2)).expect(3);
    }

    private static boolean holds(Runnable expectation) {
        try {
            expectation.run();
            return true;
        } catch (ConformanceFailure failure) {
            return false;
        }
    }

    private static void expectNothingPasses(String answer, boolean hangsUp) throws IOException {
        try (WrongServer server = WrongServer.thatSays(answer, hangsUp)) {
            ConformanceReport report =
                    WireConformance.of(server.endpoint()).withPatience(SHORT).run();
            assertEquals(WireConformance.checks().size(), report.results().size());
            assertEquals(
                    List.of(),
                    report.results().stream()
                            .filter(result -> result.outcome() == Outcome.PASS)
                            .map(result -> result.check().id())
                            .toList());
        }
    }
}
