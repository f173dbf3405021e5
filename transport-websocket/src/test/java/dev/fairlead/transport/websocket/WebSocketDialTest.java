// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
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
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Wire;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class WebSocketDialTest {
    private static final String ATTACHED =
            "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/attached\",\"params\":{\"connectionId\":\"c-1\",\"received\":3,"
                    + "\"heartbeatMillis\":15000,\"limits\":{\"bytes\":1000,\"depth\":9,\"idBytes\":99}}}";
    private static final Map<String, String> SHORT = Map.of("transport.websocket.answer-time", "200 ms");

    private static final MessageLimits LIMITS = new MessageLimits(1 << 20, 9, 99);

    private final HeardWire heard = new HeardWire();

    @Test
    void attachesAndHearsEverythingInItsOrder() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            assertTrue(socket.shakeHands("fairlead.v1").contains("fairlead.v1"));
            assertEquals(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/attach\",\"params\":{\"connectionId\":\"c-1\",\"client\":\"me\","
                            + "\"after\":41}}",
                    socket.read());
            socket.text(ATTACHED);
            socket.text("42 {\"method\":\"é漢😀\"}");
            socket.text("{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/heartbeat\"}");
            socket.text(new Notice.Acknowledged(4).json());
            socket.text(new Notice.Gap(43, 45, "gone").json());
            socket.text("{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/later-invention\",\"params\":[]}");
            socket.text("46 {}");
            socket.text(new Notice.End(CloseReason.SHUTDOWN).json());
            socket.closeFrame(1001, "");
            socket.readToEnd();
        })) {
            Wire wire = dial(server.address(), Map.of(), new Resumption("c-1", "me", Streams.ALL, 41L))
                    .join();

            assertEquals("websocket", wire.peer().transport());
            assertInstanceOf(String.class, heard.next()); // attached
            assertEquals("42 {\"method\":\"é漢😀\"}", heard.next());
            assertEquals("alive", heard.next());
            assertEquals("acknowledged 4", heard.next());
            assertEquals(new Notice.Gap(43, 45, "gone").toString(), heard.next());
            assertEquals("alive", heard.next());
            assertEquals("46 {}", heard.next());
            assertEquals("closed " + CloseReason.SHUTDOWN, heard.next());
        }
    }

    @Test
    void theListenerKnowsWhatIsAttachedBeforeTheStageCompletes() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.shakeHands("fairlead.v1");
            assertEquals("{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/attach\",\"params\":{}}", socket.read());
            socket.text(ATTACHED);
            socket.readToEnd();
        })) {
            CompletableFuture<String> first = new CompletableFuture<>();
            dial(server.address(), Map.of(), Resumption.PLAIN)
                    .thenAccept(wire -> first.complete(heard.lines.poll()))
                    .join();

            String attached = first.join();
            assertTrue(attached.contains("connectionId=c-1, received=3, heartbeat=PT15S"), attached);
        }
    }

    @Test
    void sendsMessagesWithTheirSequenceAndNoticesAsControlFrames() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (RawServer server = new RawServer(socket -> {
            socket.shakeHands("fairlead.v1");
            socket.read();
            socket.text(ATTACHED);
            assertEquals("4 {\"id\":1,\"method\":\"m\"}", socket.read());
            assertEquals("5 {\"id\":2,\"method\":\"é\"}", socket.read());
            assertEquals(new Notice.Acknowledged(9).json(), socket.read());
            assertEquals(new Notice.Heartbeat().json(), socket.read());
            read.countDown();
            assertEquals("8:1000", socket.read());
            socket.closeFrame(1000, "");
        })) {
            Wire wire = dial(server.address(), Map.of(), Resumption.PLAIN).join();
            heard.next();

            done(wire.write(List.of(
                    new Event(4, null, Message.of("{\"id\":1,\"method\":\"m\"}")),
                    new Event(5, null, Message.of("{\"id\":2,\"method\":\"é\"}")))));
            done(wire.tell(new Notice.Acknowledged(9)));
            done(wire.tell(new Notice.Heartbeat()));
            assertTrue(read.await(10, TimeUnit.SECONDS));
            wire.close(CloseReason.NORMAL);
            wire.close(CloseReason.SHUTDOWN);

            assertEquals("closed " + CloseReason.NORMAL, heard.next());
            server.finished();
        }
    }

    @Test
    void aTextInPiecesIsOneMessageAndEachPieceASignOfLife() throws Exception {
        byte[] text = "7 {\"t\":\"é\"}".getBytes(StandardCharsets.UTF_8);
        try (RawServer server = attached(socket -> {
            socket.frame(false, 1, new byte[] {text[0], text[1]});
            for (int i = 2; i < text.length; i++) {
                socket.frame(i == text.length - 1, 0, new byte[] {text[i]});
            }
        })) {
            dial(server.address(), Map.of(), Resumption.PLAIN).join();
            heard.next();
            String line = heard.next();
            while (line.equals("alive")) {
                line = heard.next();
            }

            assertEquals("7 {\"t\":\"é\"}", line);
        }
    }

    @Test
    void theNextMessageComesOnlyWhenTheStageOfTheOneBeforeIsComplete() throws Exception {
        heard.demand = new CompletableFuture<>();
        try (RawServer server = attached(socket -> {
            socket.text("1 {}");
            socket.text("2 {}");
        })) {
            dial(server.address(), Map.of(), Resumption.PLAIN).join();
            heard.next();

            assertEquals("1 {}", heard.next());
            assertNull(heard.lines.poll(300, TimeUnit.MILLISECONDS));
            heard.demand.complete(null);
            assertEquals("2 {}", heard.next());
        }
    }

    @Test
    void anEndIsHeardThoughTheStageOfAMessageIsOpen() throws Exception {
        heard.demand = new CompletableFuture<>();
        try (RawServer server = attached(socket -> socket.text("1 {}"))) {
            Wire wire = dial(server.address(), Map.of(), Resumption.PLAIN).join();
            heard.next();
            assertEquals("1 {}", heard.next());

            wire.close(CloseReason.LINK_LOST);

            assertEquals("closed " + CloseReason.LINK_LOST, heard.next());
        }
    }

    @Test
    void aSocketThatIsClosedWithoutAnEndIsALostLink() throws Exception {
        try (RawServer server = attached(socket -> socket.closeFrame(1001, "going away"))) {
            dial(server.address(), Map.of(), Resumption.PLAIN).join();
            heard.next();
            assertEquals("closed " + CloseReason.LINK_LOST, heard.next());
        }
    }

    @Test
    void aWriteIntoACutLinkFailsAndEndsTheWire() throws Exception {
        try (RawServer server = attached(socket -> {
            socket.read(); // so that the cut does not overtake what came before it
            socket.cut();
        })) {
            Wire wire = dial(server.address(), Map.of(), Resumption.PLAIN).join();
            heard.next();

            AgentException failure = assertInstanceOf(AgentException.class, writeUntilItFails(wire));

            assertEquals(Code.LINK_LOST, failure.code());
            assertEquals("closed " + CloseReason.LINK_LOST, heard.next());
        }
    }

    /** The first bytes behind a cut still go through, into a socket that answers them with a reset. */
    private static Throwable writeUntilItFails(Wire wire) {
        for (int i = 0; i < 100_000; i++) {
            try {
                done(wire.tell(new Notice.Heartbeat()));
            } catch (CompletionException e) {
                return e.getCause();
            }
        }
        return new AssertionError("No write failed.");
    }

    @ParameterizedTest
    @CsvSource({
        "no number",
        "0 {}",
        "'{\"id\":1,\"method\":\"m\"}'",
        "'{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/gap\"}'",
        "{"
    })
    void aFrameThatIsNoneEndsTheWire(String frame) throws Exception {
        try (RawServer server = attached(socket -> {
            socket.text(frame);
            assertEquals("8:1008", socket.read());
            socket.closeFrame(1008, "");
        })) {
            dial(server.address(), Map.of(), Resumption.PLAIN).join();
            heard.next();
            String end = heard.next();

            assertTrue(end.matches("closed (protocol|invalid-message|malformed-json): .*"), end);
            server.finished();
        }
    }

    @Test
    void aMessageOverTheLimitEndsTheWireBeforeItIsHeld() throws Exception {
        try (RawServer server = attached(socket -> {
            for (int i = 0; i < 50; i++) {
                socket.frame(false, i == 0 ? 1 : 0, new byte[60_000]);
            }
            assertEquals("8:1008", socket.read());
            socket.closeFrame(1008, "");
        })) {
            dial(server.address(), Map.of(), Resumption.PLAIN).join();
            heard.next();
            String line = heard.next();
            while (line.equals("alive")) {
                line = heard.next();
            }

            assertEquals(
                    "closed too-large: The WebSocket was closed with 1009: A message is larger than "
                            + (LIMITS.bytes() + 20) + " bytes.",
                    line);
        }
    }

    @Test
    void anEndInPlaceOfAttachedFailsTheAttemptWithItsCode() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.shakeHands("fairlead.v1");
            socket.read();
            socket.text(new Notice.End(new CloseReason(Code.CONNECTION_UNKNOWN, "No such connection.")).json());
            socket.closeFrame(1008, "");
        })) {
            AgentException failure = failure(dial(server.address(), Map.of(), Resumption.PLAIN));

            assertEquals(Code.CONNECTION_UNKNOWN, failure.code());
            assertEquals("No such connection.", failure.getMessage());
            assertTrue(heard.lines.isEmpty(), heard.lines::toString);
        }
    }

    @Test
    void aPageInPlaceOfTheHandshakeIsTold() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.head();
            socket.raw("HTTP/1.1 403 Forbidden\r\nServer: Gate\r\nContent-Type: text/html\r\nContent-Length: 34\r\n\r\n"
                    + "<html><title>Blocked</title></html>");
            socket.readToEnd();
        })) {
            AgentException failure = failure(dial(server.address(), Map.of(), Resumption.PLAIN));

            assertEquals(Code.LINK_LOST, failure.code());
            assertEquals(
                    "The WebSocket handshake was answered with 403 (Server: Gate) and a page: 'Blocked'.",
                    failure.getMessage());
        }
    }

    @Test
    void aRefusalOfTheGatewayKeepsItsCode() throws Exception {
        String body =
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"A valid token is needed.\","
                        + "\"data\":{\"code\":\"unauthorized\"}}}";
        try (RawServer server = new RawServer(socket -> {
            socket.head();
            socket.raw("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Bearer\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            socket.readToEnd();
        })) {
            AgentException failure = failure(dial(server.address(), Map.of(), Resumption.PLAIN));

            assertEquals(Code.UNAUTHORIZED, failure.code());
            assertTrue(failure.getMessage().endsWith("with 401: A valid token is needed."), failure::getMessage);
        }
    }

    @Test
    void silenceBehindAnOpenSocketFailsTheAttemptInItsTime() throws Exception {
        for (String subprotocol : new String[] {"fairlead.v1", ""}) {
            try (RawServer server = new RawServer(socket -> {
                socket.shakeHands(subprotocol);
                socket.readToEnd(); // so the client has let go
            })) {
                AgentException failure = failure(dial(server.address(), SHORT, Resumption.PLAIN));

                assertEquals(Code.LINK_LOST, failure.code());
                assertEquals("Nothing came through the WebSocket in 200 ms.", failure.getMessage());
                server.finished();
            }
        }
        assertTrue(heard.lines.isEmpty(), heard.lines::toString);
    }

    @Test
    void nobodyListensIsToldInPlainWords() throws Exception {
        URI nobody;
        try (RawServer server = new RawServer(socket -> {})) {
            nobody = server.address();
        }

        assertEquals(
                "The WebSocket handshake failed: nobody listens there (connection refused).",
                failure(dial(nobody, Map.of(), Resumption.PLAIN)).getMessage());
    }

    @Test
    void aCancelledAttemptLetsTheSocketGo() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        try (RawServer server = new RawServer(socket -> {
            socket.shakeHands("fairlead.v1");
            socket.read();
            open.countDown();
            socket.readToEnd();
        })) {
            CompletableFuture<Wire> dialling = dial(server.address(), Map.of(), Resumption.PLAIN);
            assertTrue(open.await(10, TimeUnit.SECONDS));
            dialling.cancel(true);

            server.finished();
            assertTrue(heard.lines.isEmpty(), heard.lines::toString);
        }
    }

    @Test
    void aPlainServerProvesItselfByAPongAndThenSpeaksWithoutNumbers() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.shakeHands("");
            assertEquals("9:", socket.read());
            socket.frame(true, 10, new byte[0]);
            assertEquals("{\"id\":0,\"method\":\"initialize\"}", socket.read());
            socket.text("{\"id\":0,\"result\":{}}");
            socket.closeFrame(1011, "agent died");
            socket.readToEnd();
        })) {
            Wire wire = dial(server.address(), Map.of(), Resumption.PLAIN).join();
            done(wire.write(List.of(new Event(1, null, Message.of("{\"id\":0,\"method\":\"initialize\"}")))));

            assertEquals("0 {\"id\":0,\"result\":{}}", heard.next());
            assertEquals("closed agent-exited: The WebSocket was closed with 1011: agent died.", heard.next());
        }
    }

    @Test
    void aPlainServerCannotGoOnWithAConnection() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.shakeHands("");
            socket.readToEnd();
        })) {
            Resumption resumption = new Resumption("c-1", null, Streams.ALL, 3L);

            assertEquals(
                    Code.UNSUPPORTED,
                    failure(dial(server.address(), Map.of(), resumption)).code());
        }
    }

    @Test
    void aProbeBeginsNothingAndEndsWhenTheGatewaySpeaks() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.shakeHands("fairlead.v1");
            assertEquals(
                    "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/attach\",\"params\":{\"connectionId\":\"probe\"}}",
                    socket.read());
            socket.frame(true, 9, new byte[0]); // a ping alone may come from anybody
            socket.text(new Notice.End(new CloseReason(Code.CONNECTION_UNKNOWN, "No such connection.")).json());
            socket.closeFrame(1008, "");
            socket.readToEnd();
        })) {
            probe(server.address(), Map.of()).orTimeout(10, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void aProbeOfAPlainServerIsAPing() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.shakeHands("");
            socket.read();
            socket.frame(true, 10, new byte[0]);
            assertEquals("8:1000", socket.read());
        })) {
            probe(server.address(), Map.of()).orTimeout(10, TimeUnit.SECONDS).join();
            server.finished();
        }
    }

    @Test
    void aProbeOfABlackHoleFails() throws Exception {
        try (RawServer server = new RawServer(socket -> {
            socket.shakeHands("fairlead.v1");
            socket.readToEnd();
        })) {
            assertEquals(Code.LINK_LOST, failure(probe(server.address(), SHORT)).code());
        }
    }

    private static RawServer attached(RawServer.Script then) throws Exception {
        return new RawServer(socket -> {
            socket.shakeHands("fairlead.v1");
            socket.read();
            socket.text(ATTACHED);
            then.run(socket);
            socket.readToEnd();
        });
    }

    private CompletableFuture<Wire> dial(URI uri, Map<String, String> settings, Resumption resumption) {
        return new WebSocketTransport().dial(context(uri, settings, resumption)).toCompletableFuture();
    }

    private CompletableFuture<Void> probe(URI uri, Map<String, String> settings) {
        return new WebSocketTransport().probe(context(uri, settings, Resumption.PLAIN));
    }

    private DialContext context(URI uri, Map<String, String> settings, Resumption resumption) {
        return new DialContext(
                new Target.Address(uri), resumption, new PlainAccess(), Settings.of(settings), LIMITS, heard);
    }

    private static void done(CompletionStage<Void> stage) {
        stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static AgentException failure(CompletableFuture<?> stage) {
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> stage.orTimeout(10, TimeUnit.SECONDS).join());
        return assertInstanceOf(AgentException.class, failure.getCause());
    }

    private record PlainAccess(HttpClient client) implements HttpAccess {
        PlainAccess() {
            this(HttpClient.newHttpClient());
        }

        @Override
        public HttpRequest.Builder request(URI uri) {
            return HttpRequest.newBuilder(uri);
        }

        @Override
        public WebSocket.Builder webSocket() {
            return client.newWebSocketBuilder();
        }
    }
}
