// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollRouteTest {
    private static final Peer PEER = new Peer("polling", "127.0.0.1:50000", "alice");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final FakeRuntime runtime = new FakeRuntime();
    private final PollRoute route = new PollRoute(runtime);

    private FakeCall poll(String json) {
        return answer(FakeCall.poll(json));
    }

    private FakeCall answer(FakeCall call) {
        route.answer(call, PEER);
        return call;
    }

    @Test
    void asksForAllStreamsBehindTheCursor() {
        poll("{'connectionId':'c-1','client':'tab','after':41,'waitMillis':2000}");

        assertEquals(
                List.of(new AttachRequest(PEER, "c-1", "tab", Streams.ALL, 41L, true, true, Duration.ofSeconds(2))),
                runtime.requests);
        assertSame(PEER, runtime.wire().peer());
    }

    @Test
    void aPollWithoutACursorHasNothing() {
        poll("{'connectionId':'c-1'}");

        assertEquals(0L, runtime.requests.get(0).after());
    }

    @ParameterizedTest
    @CsvSource({"'',30", "',\"waitMillis\":31000',30", "',\"waitMillis\":29000',29", "',\"waitMillis\":0',0"})
    void aPollWaitsNoLongerThanTheServerLets(String wait, int seconds) {
        poll("{'connectionId':'c-1'" + wait + "}");

        assertEquals(Duration.ofSeconds(seconds), runtime.requests.get(0).heartbeat());
    }

    @Test
    void aProbeIsAnsweredAtOnceAndAsksForNothing() {
        FakeCall probe = poll("{'poll':3,'waitMillis':25000}");

        assertEquals(200, probe.status);
        assertEquals("{'poll':3,'events':[],'next':0}", probe.text());
        assertEquals(List.of(), runtime.requests);
    }

    @Test
    void aPollThatBeginsAConnectionHandsItsMessagesOver() {
        poll("{'client':'tab','messages':[{'sequence':1,'message':{'id':0}},{'sequence':2,'message':{'id':1}}]}");

        assertNull(runtime.requests.get(0).connectionId());
        assertEquals(List.of("1 {'id':0}", "2 {'id':1}"), runtime.messages);
    }

    @Test
    void aRefusalOfTheRuntimeIsAnswered() {
        runtime.refusal = new AgentException(Code.CONNECTION_UNKNOWN, "No connection has that id.");
        poll("{'connectionId':'c-1'}");

        assertEquals(List.of(runtime.refusal), runtime.refused);
    }

    @ParameterizedTest
    @CsvSource({"no poll,MALFORMED_JSON", "{'messages':[{}]},INVALID_MESSAGE"})
    void aBadBodyIsRefused(String body, Code code) {
        poll(body);

        assertEquals(code, runtime.refused.get(0).code());
        assertEquals(List.of(), runtime.requests);
    }

    @Test
    void aBodyMayHaveOneMessageOfTheLargestSizeAndWhatStandsAroundIt() {
        String most = "\"" + "x".repeat(1000 + PollRequest.FRAME - 100) + "\"";
        poll("{'connectionId':'c-1','messages':[{'sequence':1,'message':" + most + "}]}");
        poll("{'connectionId':'c-1','messages':[{'sequence':1,'message':'" + "x".repeat(1000 + PollRequest.FRAME)
                + "'}]}");

        assertEquals(1, runtime.messages.size());
        assertEquals(Code.TOO_LARGE, runtime.refused.get(0).code());
    }

    @Test
    void aClientThatWentAwayIsNotAnswered() {
        FakeCall call = FakeCall.poll("{}");
        call.body.completeExceptionally(new AgentException(Code.LINK_LOST, "The client is gone."));
        answer(call);

        assertEquals(0, call.status);
        assertEquals(List.of(), runtime.refused);
    }

    @Test
    void aFaultOfOursIsAnsweredWithoutItsCause() {
        runtime.duringMessage = () -> {
            throw new IllegalStateException("secret");
        };
        poll("{'connectionId':'c-1','messages':[{'sequence':1,'message':{}}]}");

        assertEquals(Code.INTERNAL, runtime.refused.get(0).code());
        assertEquals(
                "The gateway failed; its log has the cause.",
                runtime.refused.get(0).getMessage());
    }

    @Test
    void otherMethodsAreRefused() {
        FakeCall call = FakeCall.poll("{}");
        call.method = "GET";

        assertEquals(405, answer(call).status);
        assertEquals(Map.of("Allow", "POST"), call.headers);
    }

    @ParameterizedTest
    @CsvSource({"text/plain,415", "application/json;charset=utf-8,200", "Application/JSON,200", ",200"})
    void theContentMustBeJsonUnlessTheNetworkTookItsNameAway(String contentType, int status) {
        FakeCall call = FakeCall.poll("{}");
        call.contentType = contentType;

        assertEquals(status, answer(call).status);
    }

    @Test
    void oneTooManyIsToldToComeAgainAndAPlaceIsFreeWhenOneIsAnswered() {
        FakeRuntime small = new FakeRuntime(Settings.of(Map.of("transport.polling.most-polls", "1")));
        PollRoute narrow = new PollRoute(small);
        narrow.answer(FakeCall.poll("{'connectionId':'c-1'}"), PEER);
        FakeCall second = FakeCall.poll("{'connectionId':'c-2'}");
        narrow.answer(second, PEER);

        assertEquals(429, second.status);
        assertEquals("1", second.headers.get("Retry-After"));

        small.wire().tell(new Notice.Heartbeat());
        for (String body : List.of("{}", "no poll", "{}")) {
            FakeCall next = FakeCall.poll(body);
            narrow.answer(next, PEER);
            assertTrue(next.status == 200 || next.status == 400, body);
        }
    }

    @Test
    void stopAnswersThoseThatWait() { // [6.4]
        FakeCall call = poll("{'connectionId':'c-1'}");

        assertTrue(route.stop(LONG).toCompletableFuture().isDone());
        assertEquals(200, call.status);
        assertEquals(1, runtime.closed.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void aPollThatComesWhileTheTransportStopsIsAnsweredAtOnce(int stops) {
        route.stop(LONG);
        for (int i = 0; i < stops; i++) {
            route.stop(Duration.ZERO);
        }

        assertEquals(200, poll("{'connectionId':'c-1'}").status);
    }
}
