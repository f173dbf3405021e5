// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.call;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private final Served served = Served.by(ScriptedAgent.answering());
    private final List<Peer> peers = new ArrayList<>();

    /** Answers with a status of its own. */
    private HttpRoute route(String path, int status, Predicate<HttpCall> accepting) {
        return new HttpRoute() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public boolean accepts(HttpCall call) {
                return accepting.test(call);
            }

            @Override
            public void answer(HttpCall call, Peer peer) {
                peers.add(peer);
                call.respond(status, Map.of(), new byte[0]);
            }
        };
    }

    private static HttpRoute failing(RuntimeException failure) {
        return new HttpRoute() {
            @Override
            public String path() {
                return "";
            }

            @Override
            public boolean accepts(HttpCall call) {
                return true;
            }

            @Override
            public void answer(HttpCall call, Peer peer) {
                throw failure;
            }
        };
    }

    @Test
    void theFirstThatAcceptsACallAnswersIt() {
        served.routes.add("websocket", 100, route("", 299, call -> call.header("Upgrade") != null));
        served.routes.add("sse", 100, route("", 298, call -> call.method().equals("GET")));

        assertEquals(
                299,
                served.handle(call("GET", "/acp").with("Upgrade", "websocket")).status());
        assertEquals(298, served.handle(call("GET", "/acp")).status());
        assertEquals(405, served.handle(call("PUT", "/acp")).status());
    }

    @Test
    void thePathMustBeExactlyTheirs() {
        served.routes.add("polling", 100, route("/poll", 299, call -> true));

        assertEquals(299, served.handle(call("POST", "/acp/poll")).status());
        for (String other : List.of("/acp/polls", "/acp/poll/", "/acp/poll/x", "/acp/Poll")) {
            assertEquals(404, served.handle(call("POST", other)).status());
        }
        assertEquals(406, served.handle(call("GET", "/acp")).status());
    }

    @Test
    void theyAreToldWhoCallsByTheirOwnTransport() {
        served.routes.add("polling", 100, route("/poll", 299, call -> true));
        served.handle(call("POST", "/acp/poll"));

        assertEquals(List.of(new Peer("polling", "192.0.2.7:50000", Peer.ANONYMOUS)), peers);
    }

    @Test
    void theyKnowWhoProvedToHaveTheToken() {
        Served guarded = Served.withToken("0123456789abcdef");
        guarded.routes.add("polling", 100, route("/poll", 299, call -> true));

        guarded.handle(call("POST", "/acp/poll").with("Authorization", "Bearer 0123456789abcdef"));

        assertEquals("bearer", peers.get(0).principal());
    }

    @Test
    void oneThatRefusesIsAnsweredFor() {
        served.routes.add(
                "sse", 100, failing(new AgentException(Code.SESSION_UNKNOWN, "The connection has no such session.")));
        Answer answer = served.handle(call("GET", "/acp"));

        assertEquals(404, answer.status());
        assertEquals(
                Served.error("null", -32000, "The connection has no such session.", "session-unknown"), answer.body());
    }

    @Test
    void oneThatFailsIsOurFaultAndTellsNothing() {
        served.routes.add("sse", 100, failing(new IllegalStateException("secret of dev.fairlead")));
        Answer answer = served.handle(call("GET", "/acp"));

        assertEquals(500, answer.status());
        assertEquals(
                Served.error("null", -32603, "The gateway failed; its log has the cause.", "internal"), answer.body());
    }

    @Test
    void oneWhoseBundleIsLeavingIsOurFaultToo() {
        served.routes.add("sse", 100, route("", 299, call -> {
            throw new NoClassDefFoundError("dev/fairlead/transport/sse/SseWire");
        }));

        assertEquals(500, served.handle(call("GET", "/acp")).status());
    }

    @Test
    void aPathOfItsOwnCanBeHadOnce() {
        Routes routes = new Routes();
        routes.add("sse-legacy", 100, route("/events", 200, call -> true));

        AgentException refusal =
                assertThrows(AgentException.class, () -> routes.add("sse", 100, route("/events", 200, call -> true)));

        assertEquals(Code.CONFIGURATION, refusal.code());
        assertEquals(
                "Transport 'sse' did not start: path /events is taken by 'sse-legacy'. Set transport.sse.path.",
                refusal.getMessage());
    }

    @Test
    void theEndpointsOwnPathIsSharedAndOneTransportMayHaveSeveral() {
        Routes routes = new Routes();

        assertDoesNotThrow(() -> {
            routes.add("websocket", 100, route("", 200, call -> true));
            routes.add("sse", 100, route("", 200, call -> true));
            routes.add("sse", 100, route("/probe", 200, call -> true));
            routes.add("sse", 100, route("/probe", 200, call -> true));
        });
    }

    @Test
    void thoseOfATransportThatLeavesAreGone() {
        served.routes.add("polling", 100, route("/poll", 299, call -> true));
        served.routes.add("sse", 100, route("", 298, call -> true));
        served.routes.remove("polling");

        assertEquals(404, served.handle(call("POST", "/acp/poll")).status());
        assertEquals(298, served.handle(call("GET", "/acp")).status());
        assertFalse(served.routes.answer("/poll", call("POST", "/acp/poll"), new Peer("http", "", "")));
        served.routes.add("other", 100, route("/poll", 297, call -> true));
        assertEquals(297, served.handle(call("POST", "/acp/poll")).status());
    }
}
