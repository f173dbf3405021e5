// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PollWireTest {
    private static final Peer PEER = new Peer("polling", "127.0.0.1:50000", "alice");
    private static final Notice HEARTBEAT = new Notice.Heartbeat();
    private static final Notice CAUGHT_UP = new Notice.CaughtUp(4);

    private final FakeRuntime runtime = new FakeRuntime();
    private FakeCall call;

    /** Begins a poll of a client that has everything up to 4. */
    private Wire poll(String more) {
        call = FakeCall.poll("{'connectionId':'c-1','after':4" + more + "}");
        new PollRoute(runtime).answer(call, PEER);
        return runtime.wire();
    }

    private static Event event(long sequence, String session) {
        return new Event(sequence, session, Message.of("{\"method\":\"m" + sequence + "\"}"));
    }

    private static String answer(String rest) {
        return "{'connectionId':'c-1','received':0," + rest + "}";
    }

    @Test
    void waitsUntilThereIsSomethingToSay() {
        Wire wire = poll("");
        wire.tell(CAUGHT_UP);
        wire.tell(new Notice.Acknowledged(3));

        assertEquals(0, call.status);
    }

    @Test
    void theFirstEventsAnswerIt() {
        CompletableFuture<Void> written = poll(",'poll':9")
                .write(List.of(event(5, null), event(8, "s\"1")))
                .toCompletableFuture();

        assertEquals(200, call.status);
        assertEquals(
                Map.of("Content-Type", "application/json", "Cache-Control", "no-cache, no-store, no-transform"),
                call.headers);
        assertEquals(
                "{\"poll\":9,\"connectionId\":\"c-1\",\"received\":0,\"events\":["
                        + "{\"sequence\":5,\"message\":{\"method\":\"m5\"}},"
                        + "{\"sequence\":8,\"sessionId\":\"s\\\"1\",\"message\":{\"method\":\"m8\"}}],\"next\":8}\n",
                call.answer);
        assertTrue(written.isDone());
        assertEquals(1, runtime.closed.size());
    }

    @Test
    void aMessageStaysByteForByte() { // [7.1]
        String message = "{ \"method\" : \"grüße 🚢\", \"params\":[1.0e2,\"\\u00e9\"] }";
        poll("").write(List.of(new Event(5, null, Message.of(message))));

        assertTrue(call.answer.contains(",\"message\":" + message + "}]"), call.answer);
    }

    @Test
    void whatIsMoreThanTheClientTakesComesWithTheNextPoll() {
        poll(",'max':2")
                .write(LongStream.rangeClosed(5, 9)
                        .mapToObj(n -> event(n, null))
                        .toList());

        assertTrue(call.text().endsWith("{'sequence':6,'message':{'method':'m6'}}],'next':6}"), call.text());
    }

    @Test
    void theHeartbeatEndsTheWait() {
        Wire wire = poll("");
        wire.tell(CAUGHT_UP);
        CompletableFuture<Void> told = wire.tell(HEARTBEAT).toCompletableFuture();

        assertEquals(answer("'events':[],'caughtUp':true,'next':4"), call.text());
        assertTrue(told.isDone());
        assertEquals(List.of(CloseReason.NORMAL), runtime.closed);
    }

    @Test
    void whoDoesNotWaitIsAnsweredWhenThereIsNoMore() {
        Wire wire = poll(",'waitMillis':0");
        assertEquals(0, call.status);
        wire.tell(CAUGHT_UP);

        assertEquals(answer("'events':[],'caughtUp':true,'next':4"), call.text());
    }

    @Test
    void aGapIsToldAndMovesTheCursor() {
        poll("").tell(new Notice.Gap(5, 11, "Too old."));

        assertEquals(answer("'events':[],'gap':{'from':5,'to':11,'reason':'Too old.'},'next':11"), call.text());
    }

    @Test
    void aCursorBeyondTheEndGoesBack() {
        poll("").tell(new Notice.Gap(3, 4, "Never sent."));

        assertEquals(answer("'events':[],'gap':{'from':3,'to':4,'reason':'Never sent.'},'next':2"), call.text());
    }

    @Test
    void whatAnotherClientAnsweredIsToldAtOnce() {
        poll("").tell(new Notice.Resolved("\"p-1\""));

        assertEquals(answer("'events':[],'resolved':[{'id':'p-1'}],'next':4"), call.text());
    }

    @Test
    void theEndIsToldWithItsReason() {
        poll("").tell(new Notice.End(new CloseReason(Code.AGENT_EXITED, "The agent has ended.")));

        assertEquals(
                answer("'events':[],'next':4,'ended':{'code':'agent-exited','detail':'The agent has ended.'}"),
                call.text());
    }

    @Test
    void aNewerPollEndsTheOlderWithNothing() {
        poll("").tell(new Notice.End(CloseReason.SUPERSEDED));

        assertEquals(answer("'events':[],'next':4"), call.text());
    }

    @Test
    void closingAnswersIt() {
        poll("").close(CloseReason.LINK_LOST);

        assertEquals(answer("'events':[],'next':4"), call.text());
    }

    @Test
    void itIsAnsweredOnce() { // [6.3]
        Wire wire = poll("");
        wire.tell(HEARTBEAT);
        wire.close(CloseReason.NORMAL);

        assertTrue(wire.write(List.of(event(5, null))).toCompletableFuture().isCompletedExceptionally());
        assertTrue(wire.tell(HEARTBEAT).toCompletableFuture().isCompletedExceptionally());
        assertEquals(1, runtime.closed.size());
    }

    @Test
    void itIsNotAnsweredBeforeItsMessagesAreHandedOver() {
        runtime.duringMessage = () -> {
            runtime.wire().tell(CAUGHT_UP);
            assertFalse(runtime.wire()
                    .write(List.of(event(5, null)))
                    .toCompletableFuture()
                    .isDone());
            assertEquals(0, call.status);
        };
        poll(",'messages':[{'sequence':2,'message':{}}]");

        assertEquals(
                "{'connectionId':'c-1','received':2,'events':[{'sequence':5,'message':{'method':'m5'}}],"
                        + "'caughtUp':true,'next':5}",
                call.text());
    }

    @Test
    void aMessageWaitsForDemandAndTheAnswerDoesNot() { // [5.1]
        CompletableFuture<Void> demand = new CompletableFuture<>();
        runtime.demand = demand;
        Wire wire = poll(",'waitMillis':0,'messages':[{'sequence':2,'message':{}},{'sequence':3,'message':{}}]");
        wire.tell(CAUGHT_UP);
        assertEquals(0, call.status);

        wire.tell(HEARTBEAT);
        assertTrue(call.text().startsWith("{'connectionId':'c-1','received':2,"), call.text());

        demand.complete(null);
        assertEquals(List.of("2 {}"), runtime.messages);
    }

    @Test
    void theNextMessageComesWithDemand() {
        CompletableFuture<Void> demand = new CompletableFuture<>();
        runtime.demand = demand;
        poll(",'waitMillis':0,'messages':[{'sequence':2,'message':{}},{'sequence':3,'message':{}}]")
                .tell(CAUGHT_UP);

        runtime.demand = CompletableFuture.completedStage(null);
        demand.complete(null);

        assertEquals(List.of("2 {}", "3 {}"), runtime.messages);
        assertTrue(call.text().startsWith("{'connectionId':'c-1','received':3,"), call.text());
    }
}
