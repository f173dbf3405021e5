// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The survival tests are only as good as what they look at. */
class LedgerTest {
    private static final Duration NOW = Duration.ofMillis(1);
    private static final String STREAM = "stream";

    private final Ledger ledger = new Ledger();

    @Test
    void wholeAnswerIsWell() throws InterruptedException {
        ledger.take(STREAM, 1, chunk(1));
        ledger.take(STREAM, 2, chunk(2));
        ledger.take(STREAM, 3, Rpc.result("\"p\"", "{}"));
        ledger.awaitWhole(NOW);
        assertEquals(2, ledger.chunks("s"));
        assertTrue(ledger.awaitResponse("\"p\"", NOW).at("result").isObject());
    }

    @Test
    void eventsOfSeveralStreamsMayOvertakeEachOther() throws InterruptedException {
        ledger.take("one", 2, chunk(1));
        ledger.take("other", 1, "{\"method\":\"x\"}");
        ledger.awaitWhole(NOW);
    }

    @Test
    void lossIsSeen() {
        ledger.take(STREAM, 1, chunk(1));
        ledger.take(STREAM, 3, "{\"method\":\"x\"}");
        expectFault("the first that is missing 2");
    }

    @Test
    void chunkThatTheAgentNeverNumberedIsSeen() {
        ledger.take(STREAM, 1, chunk(1));
        ledger.take(STREAM, 2, chunk(3));
        expectFault("chunk 3 of session s came after 1");
    }

    @Test
    void doubleIsSeen() {
        ledger.take(STREAM, 1, chunk(1));
        ledger.take(STREAM, 1, chunk(1));
        expectFault("1 came after 1");
    }

    @Test
    void doubleOnAnotherStreamIsSeen() {
        ledger.take("one", 1, "{\"method\":\"x\"}");
        ledger.take("other", 1, "{\"method\":\"x\"}");
        expectFault("1 came twice");
    }

    @Test
    void wrongOrderIsSeen() {
        ledger.take(STREAM, 2, "{\"method\":\"x\"}");
        ledger.take(STREAM, 1, "{\"method\":\"x\"}");
        expectFault("1 came after 2");
    }

    @Test
    void secondResponseIsSeen() {
        ledger.take(STREAM, 1, Rpc.result("\"p\"", "{}"));
        ledger.take(STREAM, 2, Rpc.result("\"p\"", "{}"));
        expectFault("a second response");
    }

    @Test
    void gapIsAFaultUnlessItIsAllowed() throws InterruptedException {
        Json gap = Json.parse("{\"from\":2,\"to\":4,\"reason\":\"planted\"}");
        ledger.takeNotice(STREAM, "gap", gap);
        expectFault("the notice gap came");

        Ledger lenient = new Ledger();
        lenient.allowGaps();
        lenient.take(STREAM, 1, chunk(1));
        lenient.takeNotice(STREAM, "gap", gap);
        lenient.take(STREAM, 5, chunk(5));
        lenient.awaitWhole(NOW);
    }

    @Test
    void endIsAFaultUnlessANewerWireIsTheReason() throws InterruptedException {
        ledger.takeNotice(STREAM, "end", Json.parse("{\"code\":\"superseded\"}"));
        ledger.awaitWhole(NOW);
        ledger.takeNotice(STREAM, "end", Json.parse("{\"code\":\"unread\"}"));
        expectFault("the notice end came");
    }

    @Test
    void faultFailsWhoeverWaits() {
        ledger.fault("planted");
        AssertionError failure = assertThrows(AssertionError.class, () -> ledger.awaitResponse("\"p\"", NOW));
        assertTrue(failure.getMessage().contains("planted"), failure.getMessage());
    }

    private void expectFault(String words) {
        AssertionError failure = assertThrows(AssertionError.class, () -> ledger.awaitWhole(NOW));
        assertTrue(failure.getMessage().contains(words), failure.getMessage());
    }

    private static String chunk(int number) {
        return Rpc.notification(
                "session/update",
                "{\"sessionId\":\"s\",\"update\":{\"sessionUpdate\":\"agent_message_chunk\",\"content\":"
                        + "{\"type\":\"text\",\"text\":\"[" + number + "] ...\"}}}");
    }
}
