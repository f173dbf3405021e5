// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseReasonTest {
    @ParameterizedTest
    @CsvSource({
        "NORMAL, normal",
        "SHUTDOWN, shutdown",
        "AGENT_UNAVAILABLE, agent-unavailable",
        "AGENT_EXITED, agent-exited",
        "LINK_LOST, link-lost",
        "SUPERSEDED, superseded",
        "STALLED, stalled",
        "UNREAD, unread",
        "TIMED_OUT, timed-out",
        "CONNECTION_REQUIRED, connection-required",
        "CONNECTION_UNKNOWN, connection-unknown",
        "SESSION_UNKNOWN, session-unknown",
        "SESSION_MISMATCH, session-mismatch",
        "LIMIT_REACHED, limit-reached",
        "TOO_LARGE, too-large",
        "MALFORMED_JSON, malformed-json",
        "INVALID_MESSAGE, invalid-message",
        "BATCH, batch",
        "PROTOCOL, protocol",
        "UNAUTHORIZED, unauthorized",
        "FORBIDDEN, forbidden",
        "UNSUPPORTED, unsupported",
        "CONFIGURATION, configuration",
        "INTERNAL, internal"
    })
    void codesHaveTheTextOfTheWire(Code code, String text) {
        assertEquals(text, code.text());
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void everyCodeCanBePutIntoJsonAsItIs(Code code) {
        assertTrue(code.text().matches("[a-z]+(-[a-z]+)*"));
    }

    @Test
    void theReasonsThatTheHouseGivesReadAsSentences() {
        assertEquals("normal: Closed on request.", CloseReason.NORMAL.toString());
        assertEquals("shutdown: The gateway is shutting down.", CloseReason.SHUTDOWN.toString());
        assertEquals("link-lost: The link was cut.", CloseReason.LINK_LOST.toString());
        assertEquals(
                "superseded: A newer request of the same client reads this stream now.",
                CloseReason.SUPERSEDED.toString());
    }

    @Test
    void answersARequestInTheAgentsPlace() {
        assertEquals(
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"error\":{\"code\":-32603,\"message\":\"The link was cut.\","
                        + "\"data\":{\"code\":\"link-lost\"}}}",
                CloseReason.LINK_LOST.answerTo("\"a\""));
    }

    @Test
    void hasACodeAndASentenceAlways() {
        assertThrows(NullPointerException.class, () -> new CloseReason(null, "why"));
        assertThrows(NullPointerException.class, () -> new CloseReason(Code.NORMAL, null));
    }

    @Test
    void anExceptionGivesTheSameReasonAndKeepsItsCauseToItself() {
        Exception cause = new Exception("/secret/path");
        AgentException failure = new AgentException(Code.AGENT_UNAVAILABLE, "The agent could not be started.", cause);

        assertEquals(new CloseReason(Code.AGENT_UNAVAILABLE, "The agent could not be started."), failure.reason());
        assertSame(cause, failure.getCause());
        assertNull(new AgentException(Code.BATCH, "No batches.").getCause());
    }
}
