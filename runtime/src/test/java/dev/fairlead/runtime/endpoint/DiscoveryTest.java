// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static dev.fairlead.runtime.endpoint.ScriptedCall.call;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.runtime.endpoint.ScriptedCall.Answer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may ask before it begins (wire.md 2.5). */
class DiscoveryTest {
    private static final String FIRST =
            "event: probe\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/probe\",\"params\":{\"number\":1,\"of\":90}}\n\n";

    private final Served served = Served.by(ScriptedAgent.answering(), "heartbeat", "7 s");

    private ScriptedCall probe() {
        return served.begin(call("GET", "/acp/probe"));
    }

    private static HttpRoute route(String path) {
        return new HttpRoute() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public boolean accepts(HttpCall call) {
                return true;
            }

            @Override
            public void answer(HttpCall call, Peer peer) {
                throw new AssertionError("No route is asked.");
            }
        };
    }

    @Test
    void tellsWhatIsServedWhere() {
        served.routes.add("websocket", 300, route(""));
        served.routes.add("polling", 100, route("/poll"));

        Answer answer = served.handle(call("GET", "/acp/transports"));

        assertEquals(200, answer.status());
        assertEquals("application/json", answer.header("Content-Type"));
        assertEquals("no-cache, no-store, no-transform", answer.header("Cache-Control"));
        assertEquals(
                "{\"name\":\"fairlead\",\"version\":\"1.2.3\",\"transports\":["
                        + "{\"id\":\"websocket\",\"path\":\"/acp\",\"rank\":300},"
                        + "{\"id\":\"polling\",\"path\":\"/acp/poll\",\"rank\":100}],"
                        + "\"heartbeatMillis\":7000,"
                        + "\"limits\":{\"bytes\":16777216,\"depth\":128,\"idBytes\":1024}}\n",
                answer.body());
    }

    @Test
    void aProbeSaysSomethingAtOnceAndThenOnceASecond() {
        ScriptedCall probe = probe();

        assertEquals(200, probe.answer().status());
        assertEquals("text/event-stream", probe.answer().header("Content-Type"));
        assertEquals(List.of(FIRST), probe.written().writes);
        served.time.pass(Duration.ofMillis(999));
        assertEquals(1, probe.written().writes.size());
        served.time.pass(Duration.ofSeconds(2));
        assertEquals(3, probe.written().writes.size());
    }

    @Test
    void aProbeEndsAfterAMinuteAndAHalf() {
        ScriptedCall probe = probe();

        served.time.pass(Duration.ofMinutes(5));

        assertEquals(90, probe.written().writes.size());
        assertTrue(probe.written().closed().isDone());
    }

    @Test
    void nothingIsSaidToAClientThatLeft() {
        ScriptedCall probe = probe();
        probe.written().abort();

        served.time.pass(Duration.ofMinutes(5));

        assertEquals(List.of(FIRST), probe.written().writes);
    }

    @Test
    void noAgentIsStartedAndNoConnectionBegun() {
        probe();
        served.handle(call("GET", "/acp/transports"));

        assertEquals(0, served.table.size());
        assertEquals(List.of(), served.agent.lines);
    }

    @Test
    void thereAreNoMoreThanSomeAtOnce() {
        List<ScriptedCall> probes =
                IntStream.range(0, Probes.MOST).mapToObj(i -> probe()).toList();

        Answer refused = probe().answer();
        assertEquals(503, refused.status());
        assertEquals("5", refused.header("Retry-After"));

        probes.get(0).written().abort();
        assertEquals(200, probe().answer().status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/acp/transports", "/acp/probe"})
    void otherMethodsAreRefused(String path) {
        Answer answer = served.handle(call("POST", path));

        assertEquals(405, answer.status());
        assertEquals("GET", answer.header("Allow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/acp/transports", "/acp/probe"})
    void whoHasNoTokenLearnsNothing(String path) {
        assertEquals(
                401,
                Served.withToken("0123456789abcdef").handle(call("GET", path)).status());
        assertEquals(
                403,
                served.handle(call("GET", path).with("Host", "evil.example")).status());
    }

    @Test
    void stopEndsTheProbes() {
        ScriptedCall probe = probe();

        CompletableFuture<Void> stop = served.discovery.stop().toCompletableFuture();

        assertTrue(stop.isDone());
        assertFalse(stop.isCompletedExceptionally());
        assertTrue(probe.written().closed().isDone());
        assertEquals(503, probe().answer().status());
    }
}
