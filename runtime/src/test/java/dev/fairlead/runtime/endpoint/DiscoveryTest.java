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
    private static final String FIRST = said(1, 90, 0);

    private final Served served = Served.by(ScriptedAgent.answering(), "heartbeat", "7 s");

    private ScriptedCall probe() {
        return served.begin(call("GET", "/acp/probe"));
    }

    private static String said(int number, int of, int millis) {
        return "event: probe\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/probe\",\"params\":{\"number\":"
                + number + ",\"of\":" + of + ",\"millis\":" + millis + "}}\n\n";
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

    @Test
    void aProbeSaysAsMuchAndAsSlowlyAsItIsAskedTo() {
        ScriptedCall probe = served.begin(call("GET", "/acp/probe?events=2&pause=30"));

        served.time.pass(Duration.ofMillis(29_999));
        assertEquals(List.of(said(1, 2, 0)), probe.written().writes);
        served.time.pass(Duration.ofSeconds(1));
        assertEquals(2, probe.written().writes.size());
        assertTrue(probe.written().closed().isDone());
    }

    @Test
    void aProbeSaysWhenItSaidWhat() {
        ScriptedCall probe = served.begin(call("GET", "/acp/probe?events=3&millis=20"));

        served.time.pass(Duration.ofMillis(40));

        assertEquals(List.of(said(1, 3, 0), said(2, 3, 20), said(3, 3, 40)), probe.written().writes);
        assertTrue(probe.written().closed().isDone());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "millis=1000",
                "millis=x",
                "events=0",
                "events=3601",
                "events=x",
                "pause=601",
                "pause=-1",
                "pause="
            })
    void whatAProbeCannotDoIsRefused(String query) {
        assertEquals(400, served.handle(call("GET", "/acp/probe?" + query)).status());
        assertEquals(200, probe().answer().status());
    }

    @Test
    void anEchoTellsHowOftenAndHowLargeAPostArrivedAndWhichHeadersCameWithIt() {
        Answer first = served.handle(call("POST", "/acp/probe?id=a-1")
                .with("Fairlead-Client", "me")
                .with("Via", "1.1 gate")
                .content(new byte[70_000]));
        Answer again = served.handle(call("POST", "/acp/probe?id=a-1"));
        Answer other = served.handle(call("POST", "/acp/probe?id=a-2"));

        assertEquals(200, first.status());
        assertEquals("{\"executions\":1,\"bytes\":70000,\"headers\":[\"Fairlead-Client\",\"Via\"]}\n", first.body());
        assertEquals("probe", first.header("Acp-Connection-Id"));
        assertTrue(first.header("Set-Cookie").startsWith("fairlead-probe=a-1; Path=/acp; "), first::toString);
        assertTrue(again.body().startsWith("{\"executions\":2,"), again::body);
        assertTrue(other.body().startsWith("{\"executions\":1,"), other::body);
        assertEquals(0, served.table.size());
    }

    @Test
    void anEchoCutsTheFirstOfANameThatAsksForItAndAnswersTheSecond() {
        ScriptedCall first = served.begin(call("POST", "/acp/probe?id=a-1&cut=true"));
        Answer again = served.handle(call("POST", "/acp/probe?id=a-1&cut=true"));

        assertTrue(first.written().closed().isDone());
        assertTrue(again.body().startsWith("{\"executions\":2,"), again::body);
    }

    @Test
    void anEchoForgetsTheOldestNames() {
        served.handle(call("POST", "/acp/probe?id=first"));
        IntStream.range(0, ProbeEcho.MOST_NAMES).forEach(i -> served.handle(call("POST", "/acp/probe?id=n-" + i)));

        assertTrue(served.handle(call("POST", "/acp/probe?id=first")).body().startsWith("{\"executions\":1,"));
    }

    @Test
    void anEchoRefusesWhatIsTooLargeOrOddlyNamed() {
        assertEquals(
                413,
                served.handle(call("POST", "/acp/probe").content(new byte[(16 << 20) + 1]))
                        .status());
        assertEquals(400, served.handle(call("POST", "/acp/probe?id=a%20b")).status());
    }

    @Test
    void otherMethodsAreRefused() {
        Answer transports = served.handle(call("POST", "/acp/transports"));
        Answer probe = served.handle(call("PUT", "/acp/probe"));

        assertEquals(405, transports.status());
        assertEquals("GET", transports.header("Allow"));
        assertEquals(405, probe.status());
        assertEquals("GET, POST", probe.header("Allow"));
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
