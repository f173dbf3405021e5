// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.call;
import static dev.fairlead.runtime.endpoint.ScriptedCall.post;
import static dev.fairlead.runtime.endpoint.Served.notification;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.Message;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code Fairlead-Ack} on POSTs (wire.md 2.1). An agent that was paused shows what it speaks for. */
class AcknowledgementTest {
    private static final String UPDATE =
            "{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"s\"}}";

    private final ScriptedAgent agent = ScriptedAgent.answering();
    private final Served served = Served.by(agent, "limits.journal-events", "16");
    private final String connection = served.connect();

    private CompletableFuture<Void> sayUntilPaused(String json) {
        CompletableFuture<Void> next = CompletableFuture.completedFuture(null);
        for (int i = 0; next.isDone() && i < 1000; i++) {
            next = agent.lines
                    .get(0)
                    .context
                    .listener()
                    .onMessage(Message.of(json))
                    .toCompletableFuture();
        }
        assertFalse(next.isDone(), "the agent is never paused");
        return next;
    }

    private ScriptedCall acknowledging(ScriptedCall call) {
        return call.with("Acp-Connection-Id", connection).with("Fairlead-Ack", "9");
    }

    private static ScriptedCall empty() {
        return call("POST", "/acp").with("Content-Length", "0");
    }

    private int status(ScriptedCall call) {
        return served.handle(call).status();
    }

    @Test
    void aMessageAcknowledgesTheConnectionStream() {
        CompletableFuture<Void> next = sayUntilPaused(notification("n"));
        assertEquals(202, status(acknowledging(post(notification("m")))));
        assertTrue(next.isDone());
    }

    @Test
    void itSpeaksForTheSessionThatTheHeaderNames() {
        CompletableFuture<Void> next = sayUntilPaused(UPDATE);
        assertEquals(202, status(acknowledging(empty())));
        assertFalse(next.isDone());
        assertEquals(202, status(acknowledging(empty()).with("Acp-Session-Id", "s")));
        assertTrue(next.isDone());
    }

    @Test
    void itSpeaksForAllStreamsIfTheHeaderSaysSo() {
        CompletableFuture<Void> next = sayUntilPaused(UPDATE);
        assertEquals(202, status(acknowledging(post(notification("m"))).with("Fairlead-Stream", "all")));
        assertTrue(next.isDone());
    }

    @Test
    void itMayComeAloneWithoutABodyAndATypeOfIt() {
        CompletableFuture<Void> next = sayUntilPaused(notification("n"));
        ScriptedCall alone = acknowledging(empty());
        assertEquals(202, status(alone));
        assertTrue(next.isDone());
        assertEquals(List.of("initialize"), agent.heard());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "0"})
    void aloneItMustBeANumber(String number) {
        assertEquals(400, status(acknowledging(empty()).with("Fairlead-Ack", number)));
    }

    @Test
    void aloneItNeedsAConnectionThatIsThere() {
        assertEquals(400, status(acknowledging(empty()).with("Acp-Connection-Id")));
        assertEquals(404, status(acknowledging(empty()).with("Acp-Connection-Id", "nobody's")));
    }

    @Test
    void nothingAtAllIsNoAcknowledgement() {
        assertEquals(415, status(acknowledging(empty()).with("Fairlead-Ack")));
    }
}
