// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.transport.polling.ScriptedGateway.Asked;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class PollDialTest {
    private static final Resumption RESUMPTION = new Resumption("c-1", "me", Streams.ALL, 4L);
    private static final Resumption NEW = new Resumption(null, "me", Streams.ALL, null);
    private static final String MINE = "'connectionId':'c-1','client':'me'";

    private final HeardWire heard = new HeardWire();
    private final ScriptedGateway gateway;
    private MessageLimits limits = MessageLimits.STANDARD;

    PollDialTest() throws Exception {
        gateway = new ScriptedGateway();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private DialContext context(Resumption resumption) {
        return context(resumption, Settings.NONE);
    }

    private DialContext context(Resumption resumption, Settings settings) {
        HttpClient client = HttpClient.newHttpClient();
        HttpAccess access = new HttpAccess() {
            @Override
            public HttpClient client() {
                return client;
            }

            @Override
            public HttpRequest.Builder request(URI uri) {
                return HttpRequest.newBuilder(uri);
            }

            @Override
            public WebSocket.Builder webSocket() {
                throw new AssertionError("A poll is no WebSocket.");
            }
        };
        return new DialContext(new Target.Address(gateway.address()), resumption, access, settings, limits, heard);
    }

    private CompletableFuture<Wire> dial(Resumption resumption) {
        return new PollingTransport().dial(context(resumption)).toCompletableFuture();
    }

    /** Dials a connection that goes on behind 4. */
    private Wire resume() throws Exception {
        CompletableFuture<Wire> dialling = dial(RESUMPTION);
        gateway.next().answer("'connectionId':'c-1','received':3,'events':[],'next':4");
        Wire wire = dialling.join();
        assertTrue(heard.next().startsWith("Attached[connectionId=c-1, received=3, heartbeat=PT20S"));
        return wire;
    }

    private static String answer(String rest) {
        return "'connectionId':'c-1','received':3," + rest;
    }

    private static Event up(long sequence) {
        return new Event(sequence, null, Message.of("{\"method\":\"m" + sequence + "\"}"));
    }

    private static AgentException failure(CompletableFuture<?> stage) {
        return assertInstanceOf(
                AgentException.class,
                assertThrows(CompletionException.class, stage::join).getCause());
    }

    @Test
    void theFirstPollDoesNotWaitAndTheOthersDo() throws Exception {
        CompletableFuture<Wire> dialling = dial(RESUMPTION);
        Asked first = gateway.next();
        assertEquals("{" + MINE + ",'after':4,'waitMillis':0}", first.text);
        assertEquals("poll=" + first.number, first.query);
        first.answer(answer("'events':[],'caughtUp':true,'next':4"));
        assertEquals("polling", dialling.join().peer().transport());

        Asked second = gateway.next();
        assertEquals("{" + MINE + ",'after':4,'waitMillis':20000}", second.text);
        assertNotEquals(first.number, second.number);
        assertTrue(heard.next().startsWith("Attached"));
        assertEquals("CaughtUp[sequence=4]", heard.next());
    }

    @Test
    void aMessageOverTheLimitEndsTheWireAndThatOfTheLimitIsHeard() throws Exception {
        limits = new MessageLimits(64, 16, 64);
        resume();
        String most = "{'method':'" + "m".repeat(64 - 13) + "'}";
        String tooMuch = "{'method':'" + "m".repeat(64 - 12) + "'}";
        gateway.next()
                .answer(answer("'events':[{'sequence':5,'message':" + most + "},{'sequence':6,'message':" + tooMuch
                        + "}],'next':6"));
        assertEquals("alive", heard.next());
        assertEquals("5 " + most.replace('\'', '"'), heard.next());
        assertEquals(
                "closed "
                        + new CloseReason(
                                Code.TOO_LARGE, "Message 6 of the gateway has 65 bytes; at most 64 are allowed."),
                heard.next());
    }

    @Test
    void theNextPollComesWhenTheListenerHasTakenAllAndNamesItsCursor() throws Exception {
        resume();
        heard.demand = new CompletableFuture<>();
        gateway.next()
                .answer(answer(
                        "'events':[{'sequence':5,'message':{'a':1}},{'sequence':7,'message':{'b':2}}],'next':7"));
        assertEquals("alive", heard.next());
        assertEquals("5 {\"a\":1}", heard.next());
        assertFalse(gateway.isAsked());

        CompletableFuture<Void> second = new CompletableFuture<>();
        CompletableFuture<Void> first = heard.demand;
        heard.demand = second;
        first.complete(null);
        assertEquals("7 {\"b\":2}", heard.next());
        assertFalse(gateway.isAsked());

        second.complete(null);
        assertEquals("{" + MINE + ",'after':7,'waitMillis':20000}", gateway.next().text);
    }

    @Test
    void whatCameAlreadyIsNotToldAgain() throws Exception {
        resume();
        gateway.next()
                .answer(answer(
                        "'events':[{'sequence':4,'message':{'old':1}},{'sequence':5,'message':{'a':1}}],'next':5"));

        assertEquals("alive", heard.next());
        assertEquals("5 {\"a\":1}", heard.next());
    }

    @Test
    void aNewConnectionIsProbedAndBeginsWithTheFirstMessage() throws Exception {
        CompletableFuture<Wire> dialling = dial(NEW);
        Asked probe = gateway.next();
        assertEquals("{'client':'me','after':0,'waitMillis':0}", probe.text);
        probe.answer("'events':[],'next':0");
        Wire wire = dialling.join();
        assertEquals("CaughtUp[sequence=0]", heard.next());
        assertEquals("alive", heard.next());

        CompletableFuture<Void> written = wire.write(List.of(up(1))).toCompletableFuture();
        Asked first = gateway.next();
        assertEquals(
                "{'client':'me','after':0,'waitMillis':0,'messages':[{'sequence':1,'message':{'method':'m1'}}]}",
                first.text);
        assertFalse(written.isDone());
        first.answer("'connectionId':'c-1','received':1,'events':[],'next':0");
        written.join();
        assertTrue(heard.next().startsWith("Attached[connectionId=c-1, received=1"));
        assertEquals("{" + MINE + ",'after':0,'waitMillis':20000}", gateway.next().text);
    }

    @Test
    void messagesGoInAPollOfTheirOwnWhileAnotherWaits() throws Exception {
        Wire wire = resume();
        Asked waits = gateway.next();
        CompletableFuture<Void> written = wire.write(List.of(up(4), up(5))).toCompletableFuture();
        Asked carries = gateway.next();
        assertTrue(carries.text.endsWith("'waitMillis':0,'messages':[{'sequence':4,'message':{'method':'m4'}},"
                + "{'sequence':5,'message':{'method':'m5'}}]}"));
        waits.answer(answer("'events':[],'next':4")); // the newer one ended it
        carries.answer("'connectionId':'c-1','received':5,'events':[{'sequence':5,'message':{}}],'next':5");

        written.join();
        assertEquals("{" + MINE + ",'after':5,'waitMillis':20000}", gateway.next().text);
        assertTrue(heard.lines.contains("acknowledged 5"));
        assertTrue(heard.lines.contains("5 {}"));
    }

    @Test
    void whatTheGatewayDidNotTakeIsSentAgain() throws Exception {
        Wire wire = resume();
        gateway.next();
        CompletableFuture<Void> written = wire.write(List.of(up(4), up(5))).toCompletableFuture();
        gateway.next().answer("'connectionId':'c-1','received':4,'events':[],'next':4");
        Asked rest = gateway.next();
        assertTrue(rest.text.endsWith("'messages':[{'sequence':5,'message':{'method':'m5'}}]}"), rest.text);
        assertFalse(written.isDone());
        rest.answer("'connectionId':'c-1','received':5,'events':[],'next':4");
        written.join();
    }

    @Test
    void aMessageThatIsTooLargeForTheNetworkIsAnsweredAndItsNumberGivenUp() throws Exception {
        Wire wire = resume();
        Asked waits = gateway.next();
        Event large = new Event(4, null, Message.of("{'id':7,'method':'m4'}".replace('\'', '"')));
        CompletableFuture<Void> written = wire.write(List.of(large, up(5))).toCompletableFuture();
        gateway.next().respond(413, Map.of("Content-Type", "text/html"), "<h1>Too large</h1>");
        Asked alone = gateway.next();
        assertTrue(alone.text.endsWith("'messages':[{'sequence':4,'message':{'id':7,'method':'m4'}}]}"), alone.text);
        alone.respond(413, Map.of("Content-Type", "text/html"), "<h1>Too large</h1>");

        String answer = heard.next();
        assertTrue(answer.startsWith("0 {\"jsonrpc\":\"2.0\",\"id\":7,\"error\""), answer);
        assertTrue(
                answer.contains("bytes was answered with 413: something on the way accepts no body of this size."),
                answer);
        assertTrue(answer.contains("\"data\":{\"code\":\"too-large\"}"), answer);
        Asked givenUp = gateway.next();
        assertTrue(givenUp.text.endsWith("'waitMillis':0,'messages':[{'sequence':4}]}"), givenUp.text);
        givenUp.answer("'connectionId':'c-1','received':4,'events':[],'next':4");
        gateway.next().answer("'connectionId':'c-1','received':5,'events':[],'next':4");
        written.join();
        waits.cut();
        assertFalse(heard.lines.stream().anyMatch(line -> line.startsWith("closed")), "the connection goes on");
    }

    @Test
    void theAgentHearsThatAnAnswerIsTooLargeForTheNetwork() throws Exception {
        Wire wire = resume();
        gateway.next();
        Event large = new Event(4, null, Message.of("{'id':7,'result':{}}".replace('\'', '"')));
        CompletableFuture<Void> written = wire.write(List.of(large)).toCompletableFuture();
        gateway.next().respond(413, Map.of(), "");
        Asked instead = gateway.next();
        assertTrue(instead.text.contains("{'sequence':4,'message':{'jsonrpc':'2.0','id':7,'error'"), instead.text);
        instead.answer("'connectionId':'c-1','received':4,'events':[],'next':4");
        written.join();
    }

    @Test
    void waitsHalfAsLongAsAWireMayBeSilent() throws Exception {
        Settings impatient = Settings.of(Map.of("connect.silence", "3 s"));
        CompletableFuture<Wire> dialling =
                new PollingTransport().dial(context(RESUMPTION, impatient)).toCompletableFuture();
        gateway.next().answer(answer("'events':[],'next':4"));
        dialling.join();
        assertTrue(heard.next().contains("heartbeat=PT1.5S"));
        assertEquals("{" + MINE + ",'after':4,'waitMillis':1500}", gateway.next().text);
    }

    @Test
    void aCutPollThatCarriedMessagesIsSentAgainAsItWas() throws Exception {
        Wire wire = resume();
        gateway.next();
        CompletableFuture<Void> written = wire.write(List.of(up(4))).toCompletableFuture();
        Asked cut = gateway.next();
        cut.cut();
        Asked again = gateway.next();
        assertEquals(cut.text, again.text);
        again.answer("'connectionId':'c-1','received':4,'events':[],'next':4");
        written.join();
    }

    @ParameterizedTest
    @CsvSource({"unauthorized,401", "forbidden,403", "connection-unknown,404"})
    void aRefusalOfTheGatewayEndsTheWireWithItsCode(String code, int status) throws Exception {
        resume();
        gateway.next().respond(status, Map.of(), "{'error':{'message':'No.','data':{'code':'" + code + "'}}}");

        assertTrue(heard.next().startsWith("closed " + code + ": The poll was answered with " + status + ": No"));
    }

    @Test
    void theLastWordOfTheGatewayEndsTheWire() throws Exception {
        resume();
        gateway.next().answer(answer("'events':[],'next':4,'ended':{'code':'agent-exited','detail':'It ended.'}"));

        assertEquals("alive", heard.next());
        assertEquals("closed agent-exited: It ended.", heard.next());
    }

    @Test
    void aBlockPageThatStaysEndsTheWireWithItsWords() throws Exception {
        resume();
        for (int i = 0; i < 3; i++) {
            gateway.next().respond(200, Map.of("Content-Type", "text/html"), "<title>Blocked by policy</title>");
        }

        assertEquals("closed link-lost: The poll was answered with 200 and a page: 'Blocked by policy'.", heard.next());
    }

    @Test
    void anAnswerFromACacheIsNoAnswer() throws Exception {
        resume();
        for (int i = 0; i < 2; i++) {
            gateway.next().respond(200, Map.of(), "{'poll':1,'connectionId':'c-1','received':9,'events':[],'next':99}");
        }
        gateway.next().answer("'connectionId':'c-2','received':9,'events':[],'next':99");

        assertEquals(
                "closed link-lost: The poll got an answer for another connection: something on the way mixes answers up.",
                heard.next());
    }

    @Test
    void whenThereAreTooManyPollsItComesAgainAsOftenAsItTakes() throws Exception {
        resume();
        for (int i = 0; i < 4; i++) {
            gateway.next().respond(429, Map.of("Retry-After", "0"), "");
        }
        gateway.next().answer(answer("'events':[{'sequence':5,'message':{}}],'next':5"));

        assertEquals("alive", heard.next());
        assertEquals("5 {}", heard.next());
    }

    @Test
    void aCursorBeyondTheEndGoesBack() throws Exception {
        resume();
        gateway.next().answer(answer("'events':[],'gap':{'from':3,'to':4,'reason':'Never sent.'},'next':2"));

        assertEquals("alive", heard.next());
        assertEquals("Gap[from=3, to=4, reason=Never sent.]", heard.next());
        assertEquals("{" + MINE + ",'after':2,'waitMillis':20000}", gateway.next().text);
    }

    @Test
    void closingEndsThePollAndTellsOnce() throws Exception {
        Wire wire = resume();
        gateway.next();
        CompletableFuture<Void> written = wire.write(List.of(up(4))).toCompletableFuture();
        wire.close(CloseReason.NORMAL);
        wire.close(CloseReason.SHUTDOWN);

        assertEquals("closed " + CloseReason.NORMAL, heard.next());
        assertEquals(Code.LINK_LOST, failure(written).code());
        assertEquals(
                Code.LINK_LOST,
                failure(wire.write(List.of(up(5))).toCompletableFuture()).code());
        assertTrue(heard.lines.isEmpty());
    }

    @Test
    void aServerWithoutPollsIsNotAnUnknownConnection() throws Exception {
        CompletableFuture<Wire> dialling = dial(NEW);
        gateway.next().respond(404, Map.of(), "");

        assertEquals(Code.UNSUPPORTED, failure(dialling).code());
        assertTrue(heard.lines.isEmpty());
    }

    @Test
    void aConnectionThatHasEndedIsNotDialled() throws Exception {
        CompletableFuture<Wire> dialling = dial(RESUMPTION);
        gateway.next().answer(answer("'events':[],'next':4,'ended':{'code':'unread','detail':'Nobody read.'}"));

        assertEquals(Code.UNREAD, failure(dialling).code());
        assertTrue(heard.lines.isEmpty());
    }

    @Test
    void aProbeBeginsNothing() throws Exception {
        CompletableFuture<Void> proved = new PollingTransport().probe(context(RESUMPTION));
        Asked probe = gateway.next();
        assertFalse(probe.text.contains("connectionId"), probe.text);
        probe.answer("'events':[],'next':0");

        proved.join();
        assertTrue(heard.lines.isEmpty());
    }

    @Test
    void aProbeThatMeetsABlockPageSaysSo() throws Exception {
        CompletableFuture<Void> proved = new PollingTransport().probe(context(RESUMPTION));
        gateway.next().respond(200, Map.of("Content-Type", "text/html"), "<h1>Access denied</h1>");

        assertEquals(
                "The poll was answered with 200 and a page: 'Access denied'.",
                failure(proved).getMessage());
    }
}
