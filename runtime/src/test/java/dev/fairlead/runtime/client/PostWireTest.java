// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.connection.FakeTimers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostWireTest implements WireListener {
    private final FakeTimers time = new FakeTimers();
    private final FakeTransport streams = new FakeTransport("sse", 200, false);
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Long> acknowledged = new CopyOnWriteArrayList<>();
    private final List<Notice.Attached> attached = new CopyOnWriteArrayList<>();
    private final List<Notice.Gap> gaps = new CopyOnWriteArrayList<>();
    private final List<CloseReason> ends = new CopyOnWriteArrayList<>();
    private ScriptedServer server;
    private Wire wire;

    @BeforeEach
    void start() throws Exception {
        server = new ScriptedServer();
        wire = dial(null);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CompletableFuture<Wire> dialling(String connectionId) {
        return new PostingTransport(streams, time)
                .dial(new DialContext(
                        new Target.Address(server.uri()),
                        new Resumption(connectionId, "me", Streams.ALL, connectionId == null ? null : 7L),
                        server,
                        Settings.NONE,
                        MessageLimits.STANDARD,
                        this))
                .toCompletableFuture();
    }

    private Wire dial(String connectionId) {
        CompletableFuture<Wire> dialled = dialling(connectionId);
        if (connectionId != null) {
            streams.dialled().attach(connectionId, 0);
        }
        return dialled.join();
    }

    private static Event event(long sequence, String sessionId, String json) {
        return new Event(sequence, sessionId, Message.of(json));
    }

    private static Event request(long sequence) {
        return event(sequence, null, "{\"jsonrpc\":\"2.0\",\"id\":" + sequence + ",\"method\":\"x\"}");
    }

    private CompletionStage<Void> write(Event... events) {
        return wire.write(List.of(events));
    }

    /** Begins a connection; the stream is yet to be answered. */
    private CompletableFuture<Void> begin() throws Exception {
        CompletableFuture<Void> begun = write(event(1, null, Voyage.INITIALIZE)).toCompletableFuture();
        server.next()
                .answer(
                        200,
                        "{\"jsonrpc\":\"2.0\",\"id\":0,\"result\":{\"protocolVersion\":1}}",
                        "Acp-Connection-Id",
                        "one");
        await().until(() -> !streams.dials.isEmpty());
        return begun;
    }

    /** Begins a connection to a server that is no Fairlead. */
    private FakeDial beginPlain() throws Exception {
        CompletableFuture<Void> begun = begin();
        FakeDial stream = streams.dialled().open();
        await().until(begun::isDone);
        return stream;
    }

    @Test
    void beginsWithInitializeAndOpensTheStreamOfAll() throws Exception {
        CompletableFuture<Void> begun = begin();
        assertEquals(1, heard.size());
        assertFalse(begun.isDone());
        FakeDial stream = streams.dialled();
        assertEquals(new Resumption("one", "me", Streams.ALL, 0L), stream.context.resumption());
        stream.attach("one", 1);
        await().until(begun::isDone);
        write(request(2));
        ScriptedServer.Request post = server.next();
        assertEquals("one", post.header("Acp-Connection-Id"));
        assertEquals("me", post.header("Fairlead-Client"));
        assertEquals("2", post.header("Fairlead-Sequence"));
        assertEquals("1", post.header("Acp-Protocol-Version"));
    }

    @Test
    void tellsThatTheConnectionLastsBeforeItsStreamIsOpen() throws Exception {
        CompletableFuture<Void> begun = write(event(1, "me", Voyage.INITIALIZE)).toCompletableFuture();
        server.next().answer(200, Voyage.result(0), "Acp-Connection-Id", "one", "Fairlead-Received", "1");
        await().until(() -> !streams.dials.isEmpty());
        assertEquals("one", attached.get(0).connectionId());
        assertEquals(1, attached.get(0).received());
        streams.dialled().refuse(Code.LINK_LOST, "The stream is refused.");
        await().until(begun::isCompletedExceptionally);
        assertEquals(Code.LINK_LOST, ends.get(0).code());
        assertTrue(server.isQuiet(), "it is not left: another wire goes on with it");
    }

    @Test
    void failsTheWriteWhenTheAnswerToInitializeIsLost() throws Exception {
        CompletableFuture<Void> begun = write(event(1, null, Voyage.INITIALIZE)).toCompletableFuture();
        server.next().exchange().close();
        await().until(begun::isCompletedExceptionally);
        assertEquals(Code.LINK_LOST, ends.get(0).code());
        assertTrue(attached.isEmpty());
    }

    @Test
    void doesNotGoOnWhereTheStreamDoesNotSayWhatItIsAttachedTo() {
        CompletableFuture<Wire> dialled = dialling("one");
        FakeDial stream = streams.dialled().open();
        assertEquals(
                Code.UNSUPPORTED,
                dialled.handle((open, failure) -> Reason.of(failure).code()).join());
        assertFalse(stream.closes.isEmpty());
    }

    @Test
    void endsWhenTheAnswerToInitializeNamesNoConnection() throws Exception {
        write(event(1, null, Voyage.INITIALIZE));
        server.next().answer(200, Voyage.result(0));
        await().until(() -> !ends.isEmpty());
        assertTrue(
                ends.get(0).detail().contains("Acp-Connection-Id"), ends.get(0).detail());
    }

    @Test
    void passesOnWhyThereIsNoAgent() throws Exception {
        write(event(1, null, Voyage.INITIALIZE));
        String error = "{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{\"code\":-32000,\"message\":\"No agent.\","
                + "\"data\":{\"code\":\"agent-unavailable\"}}}";
        server.next().answer(502, error, "Content-Type", "application/json");
        await().until(() -> !ends.isEmpty());
        assertEquals(List.of(error), heard);
        assertEquals(Code.AGENT_UNAVAILABLE, ends.get(0).code());
    }

    @Test
    void postsSideBySideToAFairleadAndAcknowledgesWithoutAHole() throws Exception {
        wire = dial("one");
        assertTrue(
                write(request(1), request(2), request(3)).toCompletableFuture().isDone());
        ScriptedServer.Request[] posts = {server.next(), server.next(), server.next()};
        for (ScriptedServer.Request post : posts) {
            if (!post.header("Fairlead-Sequence").equals("1")) {
                post.accept();
            }
        }
        for (ScriptedServer.Request post : posts) {
            if (post.header("Fairlead-Sequence").equals("1")) {
                post.accept();
            }
        }
        await().until(() -> acknowledged.contains(3L));
    }

    @Test
    void keepsNoMoreThanEightUnderWay() throws Exception {
        wire = dial("one");
        Event[] events = new Event[9];
        for (int i = 0; i < 9; i++) {
            events[i] = request(i + 1);
        }
        CompletableFuture<Void> next = write(events).toCompletableFuture();
        assertFalse(next.isDone());
        server.next().accept();
        await().until(next::isDone);
    }

    @Test
    void answersAMessageThatAProxyRefusesAndGivesItsNumberUp() throws Exception {
        wire = dial("one");
        write(request(1));
        server.next().answer(413, "<html>Too large</html>", "Content-Type", "text/html");
        ScriptedServer.Request skip = server.next();
        assertEquals("", skip.body());
        assertEquals("1", skip.header("Fairlead-Sequence"));
        skip.accept();
        await().until(() -> acknowledged.contains(1L));
        assertTrue(heard.get(0).contains("\"id\":1,\"error\"") && heard.get(0).contains("413"), heard.get(0));
        assertTrue(ends.isEmpty());
    }

    @Test
    void tellsTheAgentThatAnAnswerWasTooLarge() throws Exception {
        wire = dial("one");
        write(event(1, null, Voyage.result(5)));
        server.next().answer(413, "");
        ScriptedServer.Request instead = server.next();
        assertTrue(instead.body().contains("\"id\":5,\"error\""), instead.body());
        assertEquals("1", instead.header("Fairlead-Sequence"));
        instead.accept();
        await().until(() -> acknowledged.contains(1L));
    }

    @Test
    void sendsAgainWhenTheServerAsksForThat() throws Exception {
        wire = dial("one");
        write(request(1));
        server.next().answer(503, "", "Retry-After", "2");
        await().until(() -> {
            time.advance(Duration.ofSeconds(2));
            return !server.isQuiet();
        });
        server.next().accept();
        await().until(() -> acknowledged.contains(1L));
    }

    @Test
    void endsWhenTheConnectionIsUnknown() throws Exception {
        wire = dial("one");
        write(request(1));
        server.next().answer(404, "");
        await().until(() -> !ends.isEmpty());
        assertEquals(Code.CONNECTION_UNKNOWN, ends.get(0).code());
    }

    @Test
    void acknowledgesAllStreamsByAnEmptyPost() throws Exception {
        wire = dial("one");
        wire.tell(new Notice.Acknowledged(12));
        ScriptedServer.Request post = server.next();
        assertEquals("12", post.header("Fairlead-Ack"));
        assertEquals("all", post.header("Fairlead-Stream"));
        assertEquals("", post.body());
        post.accept();
    }

    @Test
    void awaitsThatAPlainServerAcceptsBeforeTheNext() throws Exception {
        beginPlain();
        CompletableFuture<Void> next = write(request(2), request(3)).toCompletableFuture();
        ScriptedServer.Request first = server.next();
        assertTrue(server.isQuiet());
        first.accept();
        ScriptedServer.Request second = server.next();
        assertFalse(next.isDone());
        second.accept();
        await().until(next::isDone);
    }

    @Test
    void overtakesAPostThatAPlainServerHoldsBack() throws Exception {
        beginPlain();
        CompletableFuture<Void> next = write(request(2)).toCompletableFuture();
        server.next();
        assertFalse(next.isDone());
        time.advance(Duration.ofSeconds(1));
        assertTrue(next.isDone());
    }

    @Test
    void opensTheStreamOfASessionBeforeItsFirstMessage() throws Exception {
        beginPlain();
        write(event(
                2,
                "s1",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"session/load\",\"params\":{\"sessionId\":\"s1\"}}"));
        FakeDial session = streams.dialled();
        assertEquals(Streams.session("s1"), session.context.resumption().streams());
        assertTrue(server.isQuiet());
        session.open();
        assertEquals("s1", server.next().header("Acp-Session-Id"));
    }

    @Test
    void goesOnThoughTheStreamOfASessionIsRefusedAndOpensItAgain() throws Exception {
        beginPlain();
        write(event(
                2,
                "s1",
                "{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"session/load\",\"params\":{\"sessionId\":\"s1\"}}"));
        streams.dialled().refuse(Code.CONNECTION_UNKNOWN, "404.");
        server.next().accept();
        time.advance(Duration.ofMillis(200));
        assertEquals(
                Streams.session("s1"), streams.dialled().context.resumption().streams());
    }

    @Test
    void opensTheStreamOfASessionThatItHearsOf() throws Exception {
        FakeDial stream = beginPlain();
        stream.say(0, "{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{\"sessionId\":\"s2\"}}");
        assertEquals(
                Streams.session("s2"), streams.dialled().context.resumption().streams());
    }

    @Test
    void opensTheStreamOfAPlainServersConnectionAgain() throws Exception {
        FakeDial stream = beginPlain();
        stream.cut();
        assertEquals(1, gaps.size(), "what was said meanwhile may be lost");
        assertTrue(ends.isEmpty());
        time.advance(Duration.ofMillis(200));
        FakeDial again = streams.dialled();
        assertEquals(Streams.CONNECTION, again.context.resumption().streams());
        again.open().say(0, Voyage.update(1));
        assertTrue(heard.contains(Voyage.update(1)));
    }

    @Test
    void endsWhenAPlainServerDoesNotKnowTheConnectionAnyMore() throws Exception {
        beginPlain().cut();
        time.advance(Duration.ofMillis(200));
        streams.dialled().refuse(Code.CONNECTION_UNKNOWN, "404.");
        assertEquals(Code.CONNECTION_UNKNOWN, ends.get(0).code());
    }

    @Test
    void endsWhenThePlainStreamCannotBeOpenedAgain() throws Exception {
        beginPlain().cut();
        for (int i = 0; i < 8; i++) {
            assertTrue(ends.isEmpty());
            time.advance(Duration.ofSeconds(30));
            streams.dialled().refuse(Code.LINK_LOST, "Connection refused.");
        }
        assertEquals(Code.LINK_LOST, ends.get(0).code());
    }

    @Test
    void endsWhenTheServerAsksForMuchPatience() throws Exception {
        wire = dial("one");
        write(request(1));
        server.next().answer(503, "", "Retry-After", "30");
        await().until(() -> !ends.isEmpty());
        assertEquals(Duration.ofSeconds(30), ends.get(0).retryAfter());
    }

    @Test
    void deletesThePlainConnectionWhenItCloses() throws Exception {
        beginPlain();
        wire.close(CloseReason.NORMAL);
        assertEquals("DELETE", server.next().exchange().getRequestMethod());
        assertEquals(List.of(CloseReason.NORMAL), ends);
    }

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        heard.add(new String(utf8, StandardCharsets.UTF_8));
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onNotice(Notice notice) {
        if (notice instanceof Notice.Attached told) {
            attached.add(told);
        } else if (notice instanceof Notice.Gap gap) {
            gaps.add(gap);
        }
    }

    @Override
    public void onAcknowledged(long sequence) {
        acknowledged.add(sequence);
    }

    @Override
    public void onClosed(CloseReason reason) {
        ends.add(reason);
    }
}
