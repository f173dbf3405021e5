// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.call;
import static dev.fairlead.runtime.endpoint.ScriptedCall.post;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a page of an allowed origin may see of an answer (Fetch §3.2). */
class CorsTest {
    private static final String PAGE = "https://chat.example";

    private final Served served = Served.by(
            ScriptedAgent.answering(),
            "allowed-origins",
            PAGE,
            "limits.connections",
            "1",
            "limits.message-bytes",
            "500");

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(200, post(Served.INITIALIZE)),
                arguments(204, call("OPTIONS", "/acp")),
                arguments(400, post(Served.notification("m"))),
                arguments(400, post("{")),
                arguments(404, call("GET", "/")),
                arguments(404, call("GET", "/acp/none")),
                arguments(404, call("DELETE", "/acp").with("Acp-Connection-Id", "x")),
                arguments(405, call("PUT", "/acp")),
                arguments(406, call("GET", "/acp")),
                arguments(413, post(" ".repeat(501))),
                arguments(415, call("POST", "/acp")),
                arguments(501, post("[]")));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void everyAnswerMayBeReadByThePage(int status, ScriptedCall call) {
        Answer answer = served.handle(call.with("Origin", PAGE));

        assertEquals(status, answer.status());
        assertReadable(answer);
    }

    @ParameterizedTest
    @MethodSource("answers")
    void noAnswerSaysSoWithoutAPage(int status, ScriptedCall call) {
        Answer answer = served.handle(call.with("Origin"));

        assertEquals(status, answer.status());
        assertTrue(
                answer.headers().keySet().stream().noneMatch(name -> name.startsWith("Access-Control-")),
                answer.toString());
    }

    @Test
    void soMayAnswersThatComeLater() {
        String id = served.connect();
        Answer accepted = served.handle(
                post(Served.notification("m")).with("Acp-Connection-Id", id).with("Origin", PAGE));
        Answer full = served.handle(post(Served.INITIALIZE).with("Origin", PAGE));
        Answer gone = served.handle(
                call("DELETE", "/acp").with("Acp-Connection-Id", id).with("Origin", PAGE));

        assertEquals(List.of(202, 503, 202), List.of(accepted.status(), full.status(), gone.status()));
        assertReadable(accepted);
        assertReadable(full);
        assertReadable(gone);
        assertEquals("5", full.header("Retry-After"));
    }

    @Test
    void soMayRefusalsOfTheTokenAndFailuresOfTheAgent() {
        Served guarded = Served.withToken("a-token-nobody-has", "allowed-origins", PAGE);
        Answer unauthorized = guarded.handle(call("GET", "/acp").with("Origin", PAGE));
        Served broken = Served.by(
                ScriptedAgent.connecting(line -> {
                    throw new IllegalStateException("no");
                }),
                "allowed-origins",
                PAGE);
        Answer unavailable = broken.handle(post(Served.INITIALIZE).with("Origin", PAGE));

        assertEquals(List.of(401, 502), List.of(unauthorized.status(), unavailable.status()));
        assertReadable(unauthorized);
        assertReadable(unavailable);
    }

    @Test
    void soMayTheStreamsAndAnswersOfTransports() {
        served.routes.add("sse", 100, new HttpRoute() {
            @Override
            public String path() {
                return "";
            }

            @Override
            public boolean accepts(HttpCall call) {
                return call.method().equals("GET");
            }

            @Override
            public void answer(HttpCall call, Peer peer) {
                if (call.header("Last-Event-ID") == null) {
                    call.stream(200, Map.of("Content-Type", "text/event-stream"));
                } else {
                    call.respond(404, Map.of(), new byte[0]);
                }
            }
        });

        Answer stream = served.handle(call("GET", "/acp").with("Origin", PAGE));
        Answer refused = served.handle(call("GET", "/acp").with("Origin", PAGE).with("Last-Event-ID", "1"));

        assertEquals("text/event-stream", stream.header("Content-Type"));
        assertReadable(stream);
        assertReadable(refused);
    }

    @Test
    void aPreflightAllowsWhatTheWireUses() {
        Answer answer = served.handle(call("OPTIONS", "/acp")
                .with("Origin", PAGE)
                .with("Access-Control-Request-Method", "POST")
                .with("Access-Control-Request-Headers", "acp-connection-id,content-type"));

        assertEquals(204, answer.status());
        assertEquals("", answer.body());
        assertEquals("GET, POST, DELETE, OPTIONS", answer.header("Allow"));
        assertEquals("GET, POST, DELETE, OPTIONS", answer.header("Access-Control-Allow-Methods"));
        assertEquals("600", answer.header("Access-Control-Max-Age"));
        List<String> allowed =
                List.of(answer.header("Access-Control-Allow-Headers").split(", "));
        assertTrue(allowed.containsAll(List.of(
                "Content-Type",
                "Authorization",
                "Last-Event-ID",
                "Acp-Connection-Id",
                "Acp-Session-Id",
                "Acp-Protocol-Version",
                "Fairlead-Ack",
                "Fairlead-Client",
                "Fairlead-Sequence",
                "Fairlead-Stream")));
        assertReadable(answer);
    }

    @Test
    void aPreflightOfAnyOtherPageIsForbidden() {
        Answer answer = served.handle(call("OPTIONS", "/acp").with("Origin", "https://evil.example"));

        assertEquals(403, answer.status());
        assertNull(answer.header("Access-Control-Allow-Origin"));
        assertNull(answer.header("Access-Control-Allow-Methods"));
    }

    private static void assertReadable(Answer answer) {
        assertEquals(PAGE, answer.header("Access-Control-Allow-Origin"));
        assertEquals("Origin", answer.header("Vary"));
        assertEquals("Acp-Connection-Id, Retry-After", answer.header("Access-Control-Expose-Headers"));
    }
}
