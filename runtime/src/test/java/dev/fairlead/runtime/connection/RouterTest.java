// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.runtime.connection.Router.Route;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of wire.md 1, "Streams". */
class RouterTest {
    private final ConnectionLimits limits =
            Limits.of("limits.pending-requests", "3", "limits.sessions", "2", "limits.provisional-streams", "2");
    private final Sessions sessions = new Sessions(limits);
    private final Router router = new Router(limits, sessions);

    private Route fromAgent(Message message) {
        return router.toClient(message.envelope(), 0);
    }

    private void fromClient(Message message) {
        router.toAgent(message, 0);
    }

    private @Nullable String streamOf(Message message) {
        return fromAgent(message).stream();
    }

    private static Code refused(Runnable attempt) {
        return assertThrows(AgentException.class, attempt::run).code();
    }

    @Test
    void whatHasNoSessionGoesToTheConnectionStream() {
        assertNull(streamOf(Rpc.notification("_vendor/x")));
        assertNull(streamOf(Rpc.request("1", "_vendor/ask")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"session/update", "nes/suggest", "document/didChange", "_vendor/x"})
    void whatNamesASessionGoesToItsStreamWhateverItsMethod(String method) {
        assertEquals("s", streamOf(Rpc.request("7", method, "s")));
    }

    @Test
    void dollarMessagesBelongToTheConnection() {
        assertNull(streamOf(Rpc.request("7", "$/cancel_request", "s")));
        sessions.learn("s", 0);
        fromClient(Rpc.request("1", "$/ask", "s"));
        assertNull(streamOf(Rpc.result("1")));
    }

    @Test
    void theResponseToInitializeIsToldApart() {
        fromClient(Rpc.initialize("0"));
        fromClient(Rpc.request("1", "authenticate"));
        assertFalse(fromAgent(Rpc.result("1")).first());
        assertTrue(fromAgent(Rpc.result("0")).first());
    }

    @ParameterizedTest
    @ValueSource(strings = {"session/load", "session/resume", "session/fork"})
    void theResponseThatIntroducesASessionGoesToTheConnectionStream(String method) {
        fromClient(Rpc.request("1", method, "s"));
        assertEquals("s", streamOf(Rpc.update("s", 1)), "history that is replayed meanwhile");
        assertNull(streamOf(Rpc.result("1")));
        assertTrue(sessions.has("s"));
    }

    @Test
    void aNewSessionIsKnownFromItsResponseOn() {
        fromClient(Rpc.request("1", "session/new"));
        assertNull(streamOf(Rpc.session("1", "s")));
        fromClient(Rpc.request("2", "session/prompt", "s"));
        assertEquals("s", streamOf(Rpc.result("2")));
    }

    @Test
    void aForkIntroducesTheSessionOfItsResponse() {
        sessions.learn("old", 0);
        fromClient(Rpc.request("1", "session/fork", "old"));
        assertNull(streamOf(Rpc.session("1", "new")));
        fromClient(Rpc.request("2", "session/prompt", "new"));
        assertEquals("new", streamOf(Rpc.result("2")));
    }

    @Test
    void aRefusedSessionStaysUnknown() {
        fromClient(Rpc.request("1", "session/load", "s"));
        assertNull(streamOf(Rpc.error("1")));
        assertFalse(sessions.has("s"));
    }

    @Test
    void theResponseOfAnUnknownSessionGoesToTheConnectionStream() {
        fromClient(Rpc.request("1", "session/prompt", "never heard of"));
        assertNull(streamOf(Rpc.error("1")));
    }

    @Test
    void aStreamThatIsOpenDoesNotMakeASessionKnown() {
        sessions.open("s", 0);
        fromClient(Rpc.request("1", "session/prompt", "s"));
        assertNull(streamOf(Rpc.error("1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "\"1\"", "\"0\"", "-7", "\"\"", "1.5"})
    void everyIdFindsItsRequest(String id) {
        sessions.learn("s", 0);
        fromClient(Rpc.request(id, "session/prompt", "s"));
        assertEquals("s", streamOf(Rpc.result(id)));
    }

    @Test
    void aNumberIsNotAString() {
        sessions.learn("s", 0);
        fromClient(Rpc.request("1", "session/prompt", "s"));
        fromClient(Rpc.request("\"1\"", "session/list"));
        assertNull(streamOf(Rpc.result("\"1\"")));
        assertEquals("s", streamOf(Rpc.result("1")));
    }

    @Test
    void bothDirectionsMayUseTheSameIdAtOnce() {
        sessions.learn("s", 0);
        fromClient(Rpc.request("1", "session/list"));
        assertEquals("s", streamOf(Rpc.request("1", "session/request_permission", "s")));
        assertNull(streamOf(Rpc.result("1")), "answers the client's request, which has no session");
        assertTrue(router.answersAgent("1"), "the agent's request is still open");
    }

    @Test
    void onlyTheFirstResponseToTheAgentCounts() {
        streamOf(Rpc.request("0", "fs/read_text_file", "s"));
        assertFalse(router.answersAgent("\"0\""));
        assertTrue(router.answersAgent("0"));
        assertFalse(router.answersAgent("0"));
        assertFalse(router.answersAgent("99"));
    }

    @Test
    void aResponseToNothingGoesToTheConnectionStream() {
        assertNull(streamOf(Rpc.result("99")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"session/close", "session/delete"})
    void closingASessionEndsItWithTheResponse(String method) {
        sessions.learn("s", 0);
        fromClient(Rpc.request("1", method, "s"));
        assertTrue(sessions.has("s"));
        Route route = fromAgent(Rpc.result("1"));
        assertEquals("s", route.stream(), "the response is the last word on the session's stream");
        assertEquals("s", route.ended());
        assertFalse(sessions.has("s"));
    }

    @Test
    void aRefusedCloseEndsNothing() {
        sessions.learn("s", 0);
        fromClient(Rpc.request("1", "session/close", "s"));
        assertNull(fromAgent(Rpc.error("1")).ended());
        assertTrue(sessions.has("s"));
    }

    @Test
    void anIdInUseIsRefusedAndTheFirstRequestKept() {
        sessions.learn("s", 0);
        fromClient(Rpc.request("1", "session/prompt", "s"));
        assertEquals(Code.PROTOCOL, refused(() -> fromClient(Rpc.request("1", "session/list"))));
        assertEquals("s", streamOf(Rpc.result("1")));
    }

    @Test
    void pendingRequestsAreBounded() {
        for (int id = 0; id < 3; id++) {
            fromClient(Rpc.request("" + id, "_vendor/x"));
        }
        assertEquals(Code.LIMIT_REACHED, refused(() -> fromClient(Rpc.request("3", "_vendor/x"))));
        streamOf(Rpc.result("0"));
        fromClient(Rpc.request("3", "_vendor/x"));
    }

    @Test
    void theAgentsRequestsAreBounded() {
        for (int id = 0; id < 3; id++) {
            streamOf(Rpc.request("" + id, "_vendor/ask"));
        }
        streamOf(Rpc.request("2", "_vendor/ask"));
        assertEquals(Code.LIMIT_REACHED, refused(() -> fromAgent(Rpc.request("3", "_vendor/ask"))));
        assertTrue(router.answersAgent("0"));
        streamOf(Rpc.request("3", "_vendor/ask"));
    }

    @Test
    void sessionsAreBoundedAndTheAgentsBeyondItSpeakOnTheConnectionStream() {
        sessions.learn("a", 0);
        sessions.learn("b", 0);
        assertEquals(Code.LIMIT_REACHED, refused(() -> fromClient(Rpc.request("1", "session/new"))));
        assertNull(streamOf(Rpc.update("c", 1)));
        fromClient(Rpc.request("2", "session/close", "a"));
        streamOf(Rpc.result("2"));
        assertEquals("c", streamOf(Rpc.update("c", 2)));
    }

    @Test
    void anEndedSessionTakesItsRequestsAlong() {
        sessions.learn("s", 0);
        fromClient(Rpc.request("1", "session/prompt", "s"));
        fromClient(Rpc.request("2", "session/list"));
        streamOf(Rpc.request("5", "session/request_permission", "s"));
        streamOf(Rpc.request("6", "_vendor/ask"));
        assertEquals(List.of("1"), router.forget("s"));
        assertFalse(router.answersAgent("5"));
        assertTrue(router.answersAgent("6"));
        assertEquals(1, router.pending());
    }

    @Test
    void drainsWhatIsPendingWithTheStreamsForTheAnswers() {
        sessions.learn("s", 0);
        fromClient(Rpc.request("1", "session/prompt", "s"));
        fromClient(Rpc.request("2", "session/new"));
        assertEquals(
                List.of("1 s", "2 null"),
                router.drain().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue().stream())
                        .toList());
        assertEquals(List.of(), router.drain());
    }
}
