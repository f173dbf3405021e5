// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.call;
import static dev.fairlead.runtime.endpoint.ScriptedCall.post;
import static dev.fairlead.runtime.endpoint.Served.error;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the endpoint answers beside POST, where no transport takes the call. */
class MethodsTest {
    private final Served served = Served.by(ScriptedAgent.answering());

    private Answer delete(String connectionId) {
        return served.handle(call("DELETE", "/acp").with("Acp-Connection-Id", connectionId));
    }

    @Test
    void deleteEndsTheConnectionAndItsAgent() {
        String id = served.connect();

        assertEquals(new Answer(202, Map.of(), ""), delete(id));
        assertEquals(0, served.table.size());
        assertTrue(served.agent.lines.get(0).isClosed());
        assertEquals(404, delete(id).status());
        assertEquals(
                404,
                served.handle(post(Served.notification("m")).with("Acp-Connection-Id", id))
                        .status());
    }

    @Test
    void deleteLeavesOtherConnectionsAlone() {
        String one = served.connect();
        String two = served.connect();

        delete(one);

        assertEquals(
                202,
                served.handle(post(Served.notification("m")).with("Acp-Connection-Id", two))
                        .status());
    }

    @Test
    void deleteWithoutAConnectionIsABadRequest() {
        Answer answer = served.handle(call("DELETE", "/acp"));

        assertEquals(400, answer.status());
        assertEquals(
                error("null", -32600, "The header Acp-Connection-Id is missing.", "connection-required"),
                answer.body());
    }

    @Test
    void deleteOfAnUnknownConnectionIsNotFound() {
        assertEquals(404, delete("AAAAAAAAAAAAAAAAAAAAAA").status());
    }

    @Test
    void getThatNoTransportTakesIsNotAcceptable() {
        assertEquals(new Answer(406, Map.of(), ""), served.handle(call("GET", "/acp")));
        assertEquals(
                406,
                served.handle(call("GET", "/acp").with("Accept", "application/json"))
                        .status());
    }

    @Test
    void anUpgradeThatNoTransportTakesSaysWhichVersionWouldDo() {
        Answer answer =
                served.handle(call("GET", "/acp").with("Upgrade", "WebSocket").with("Sec-WebSocket-Version", "8"));

        assertEquals(400, answer.status());
        assertEquals("13", answer.header("Sec-WebSocket-Version"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "PUT", "PATCH", "TRACE", "CONNECT", "PROPFIND", "post", "Get", ""})
    void anyOtherMethodIsNotAllowed(String method) {
        assertEquals(
                new Answer(405, Map.of("Allow", "GET, POST, DELETE, OPTIONS"), ""),
                served.handle(call(method, "/acp")));
    }

    @Test
    void optionsWithoutAnOriginTellsTheMethods() {
        assertEquals(
                new Answer(204, Map.of("Allow", "GET, POST, DELETE, OPTIONS"), ""),
                served.handle(call("OPTIONS", "/acp")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/ac", "/acpx", "/ACP", "/acp/", "/acp/x", "/x/acp", "*", "//acp"})
    void anyOtherPathIsNotFound(String path) {
        for (String method : new String[] {"GET", "POST", "DELETE", "PUT"}) {
            assertEquals(new Answer(404, Map.of(), ""), served.handle(call(method, path)));
        }
    }

    @Test
    void theEndpointIsWhereItIsSetToBe() {
        Served elsewhere = Served.by(ScriptedAgent.answering(), "path", "/agents/one");

        assertEquals(406, elsewhere.handle(call("GET", "/agents/one")).status());
        assertEquals(404, elsewhere.handle(call("GET", "/acp")).status());
        assertEquals(404, elsewhere.handle(call("GET", "/agents")).status());
    }
}
