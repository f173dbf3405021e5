// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static dev.fairlead.http.undertow.HeardSocket.HANDSHAKE;
import static dev.fairlead.http.undertow.TestServer.bytes;
import static dev.fairlead.http.undertow.TestServer.cause;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.WebSocketPeer;
import dev.fairlead.api.http.WebSocketUpgrade;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UndertowWebSocketTest {
    private final HeardSocket heard = new HeardSocket();

    @Test
    void answersTheHandshakeWithTheHeadersAndTheSubprotocolOfTheUpgrade() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.upgrade(
                        new WebSocketUpgrade(Map.of("Acp-Connection-Id", "c7"), "fairlead.v1", 100, opened -> heard)));
                RawClient client = server.connect()) {
            String answer = client.send(HANDSHAKE).readUntil("\r\n\r\n");

            assertTrue(answer.startsWith("HTTP/1.1 101 "), answer);
            assertTrue(answer.contains("\r\nAcp-Connection-Id: c7\r\n"), answer);
            assertTrue(answer.contains("\r\nSec-WebSocket-Protocol: fairlead.v1\r\n"), answer);
            assertTrue(answer.contains("\r\nUpgrade: websocket\r\n"), answer);
            assertTrue(answer.contains("\r\nConnection: Upgrade\r\n"), answer);
            // The example of RFC 6455 §1.3.
            assertTrue(answer.contains("\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), answer);
        }
    }

    @Test
    void tellsAHandshakeFromWhatIsNone() throws Exception {
        assertTrue(isWebSocket(HANDSHAKE));
        assertTrue(isWebSocket(HANDSHAKE.replace("websocket", "WebSocket")));
        assertFalse(isWebSocket(HANDSHAKE.replace("GET", "PUT")));
        assertFalse(isWebSocket(HANDSHAKE.replace("HTTP/1.1", "HTTP/1.0")));
        assertFalse(isWebSocket(HANDSHAKE.replace("keep-alive, Upgrade", "keep-alive")));
        assertFalse(isWebSocket(HANDSHAKE.replace("websocket", "h3")));
        assertFalse(isWebSocket(HANDSHAKE.replace("Version: 13", "Version: 12")));
        assertFalse(isWebSocket(HANDSHAKE.replace("dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZQ==")));
        assertFalse(isWebSocket(HANDSHAKE.replace("dGhlIHNhbXBsZSBub25jZQ==", "%")));
    }

    @Test
    void refusesToUpgradeWhatIsNoHandshake() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.get("/");
            HttpCall call = server.nextCall();

            AgentException refused = assertThrows(AgentException.class, () -> call.upgrade(heard.upgrade(10)));

            assertEquals(Code.PROTOCOL, refused.code());
            call.respond(426, Map.of(), new byte[0]);
            assertTrue(client.readAnswer().startsWith("HTTP/1.1 426 "));
        }
    }

    @Test
    void talksBothWaysWithTheClientOfTheJdk() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(1 << 20)))) {
            Answers answers = new Answers();
            WebSocket client = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .buildAsync(server.uri("ws", "/ws"), answers)
                    .get(10, SECONDS);
            WebSocketPeer peer = heard.peer();

            String large = "größer ".repeat(50_000);
            client.sendText("one", true).get(10, SECONDS);
            client.sendText("two ", false).get(10, SECONDS);
            client.sendText("parts", true).get(10, SECONDS);
            client.sendBinary(ByteBuffer.wrap(new byte[1000]), true).get(10, SECONDS);
            client.sendText(large, true).get(10, SECONDS);
            assertEquals("one", heard.next());
            assertEquals("two parts", heard.next());
            assertEquals(large, heard.next());

            peer.send(texts("a", large, "b", "")).toCompletableFuture().get(10, SECONDS);
            assertEquals(List.of("a", large, "b", ""), answers.take(4));

            peer.ping().toCompletableFuture().get(10, SECONDS);
            assertEquals("alive", heard.next());
            client.sendPing(ByteBuffer.wrap(bytes("?"))).get(10, SECONDS);
            assertEquals("alive", heard.next());
            assertEquals(List.of("pong ?"), answers.take(1));

            peer.close(4000, "enough");
            assertEquals(List.of("closed 4000 enough"), answers.take(1));
            assertTrue(heard.closed().startsWith("4000 "), heard.closed());
        }
    }

    @Test
    void takesFramesThatCameWithTheHandshakeOneByteAtATime() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(1000)));
                RawClient client = server.connect()) {
            client.send(together(new ClientFrames().text("early")));
            assertEquals("early", heard.next());

            for (byte next : new ClientFrames().text("béat").close(1000, "bye").bytes()) {
                client.send(new byte[] {next});
            }
            assertEquals("béat", heard.next());
            assertEquals("1000 bye", heard.closed());
            client.readUntil("\r\n\r\n");
            assertEquals(1000, closeCode(client));
            assertEquals(-1, client.read());
        }
    }

    @Test
    void closesWith1009WhatIsTooLarge() throws Exception {
        assertClosedWith(1009, new ClientFrames().frame(0x81, new byte[101]));
        assertClosedWith(1009, new ClientFrames().frame(0x01, new byte[60]).frame(0x80, new byte[60]));
        assertClosedWith(1009, new ClientFrames().head(0x81, 1L << 40));
    }

    @Test
    void closesWith1007WhatIsNotUtf8() throws Exception {
        assertClosedWith(1007, new ClientFrames().frame(0x81, (byte) 0xFF));
    }

    @Test
    void closesWith1002WhatBreaksTheProtocol() throws Exception {
        assertClosedWith(1002, new ClientFrames().raw((byte) 0x81, (byte) 1, (byte) 'x'));
        assertClosedWith(1002, new ClientFrames().frame(0xF1, (byte) 'x'));
    }

    @Test
    void finishesTheClosingAfterAMessageThatWasTooLarge() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(100)));
                RawClient client = server.connect()) {
            open(client);
            client.send(new ClientFrames()
                    .frame(0x81, new byte[5000])
                    .close(1009, "")
                    .bytes());

            assertEquals(1009, closeCode(client));
            assertEquals("", client.readToEnd()); // at once, not after five seconds
            assertTrue(heard.closed().startsWith("1009 "));
        }
    }

    @Test
    void readsNoMoreUntilTheListenerHasTakenItsMessage() throws Exception {
        CompletableFuture<Void> demand = new CompletableFuture<>();
        heard.demand = demand;
        byte[] message = new ClientFrames().frame(0x81, new byte[100_000]).bytes();
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(1 << 20)));
                RawClient client = server.connect()) {
            open(client);
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    for (int i = 0; i < 500; i++) {
                        client.send(message); // 50 MB, which no socket buffer holds
                    }
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            heard.next();
            assertThrows(TimeoutException.class, () -> sending.get(300, MILLISECONDS));
            assertEquals(1, heard.texts.get());
            assertTrue(DirectMemory.used() < 8 << 20, () -> "direct memory: " + DirectMemory.used());

            heard.demand = CompletableFuture.completedFuture(null);
            demand.complete(null);
            sending.get(60, SECONDS);
            for (int i = 1; i < 500; i++) {
                heard.next();
            }
            assertEquals(500, heard.texts.get());
        }
    }

    @Test
    void completesASendOnlyWhenTheSocketTookItAndFailsItWhenTheClientVanishes() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(100)));
                RawClient client = server.connect()) {
            open(client);
            CompletableFuture<Void> sent = heard.peer()
                    .send(List.of(ByteBuffer.wrap(new byte[50_000_000])))
                    .toCompletableFuture();
            client.read();
            assertThrows(TimeoutException.class, () -> sent.get(300, MILLISECONDS));
            assertTrue(DirectMemory.used() < 8 << 20, () -> "direct memory: " + DirectMemory.used());

            client.vanish();

            assertEquals(Code.LINK_LOST, failure(sent));
            assertEquals("1006 ", heard.closed());
            assertEquals(
                    Code.LINK_LOST, failure(heard.peer().send(texts("late")).toCompletableFuture()));
        }
    }

    @Test
    void cutsAClientThatDoesNotTakeTheCloseFrame() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(100)));
                RawClient client = server.connect()) {
            open(client);
            CompletableFuture<Void> sent = heard.peer()
                    .send(List.of(ByteBuffer.wrap(new byte[50_000_000])))
                    .toCompletableFuture();
            heard.peer().close(1001, "shutdown");
            heard.peer().close(1000, "too late");

            assertEquals("1006 ", heard.closed());
            assertEquals(Code.LINK_LOST, failure(sent));
            server.stopAfterCalls();
        }
    }

    @Test
    void learnsOfTheEndThoughItHasNotTakenItsMessage() throws Exception {
        heard.demand = new CompletableFuture<>();
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(100)));
                RawClient client = server.connect()) {
            open(client);
            client.send(new ClientFrames().text("never taken").bytes());
            heard.next();
            heard.peer().close(1001, "shutdown");
            assertEquals(1001, closeCode(client));
            client.send(new ClientFrames().text("thrown away").close(1001, "").bytes());

            assertEquals("1001 ", heard.closed());
            assertEquals(1, heard.texts.get());
        }
    }

    @Test
    void learnsOfAClientThatVanishesAtAnyByte() throws Exception {
        byte[] all = together(new ClientFrames().text("hello").close(1000, ""));
        List<HeardSocket> sockets = new CopyOnWriteArrayList<>(); // calls come on several threads
        try (TestServer server = TestServer.answering(call -> {
            HeardSocket socket = new HeardSocket();
            sockets.add(socket);
            call.upgrade(socket.upgrade(100));
        })) {
            for (int length = HANDSHAKE.length() - 5; length < all.length; length++) {
                try (RawClient client = server.connect()) {
                    client.send(Arrays.copyOf(all, length));
                    client.vanish();
                }
            }
            server.stopAfterCalls();
        }
        for (HeardSocket socket : sockets) {
            socket.closed();
            assertTrue(socket.peer.isDone());
            assertFalse(socket.heard.contains("closed twice"));
        }
    }

    @Test
    void closesWith1011WhenTheListenerFails() throws Exception {
        heard.demand = CompletableFuture.failedFuture(new IllegalStateException("a secret of the house"));
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(100)));
                RawClient client = server.connect()) {
            open(client);
            client.send(new ClientFrames().text("x").bytes());

            assertEquals(1011, closeCode(client));
            client.send(new ClientFrames().close(1011, "").bytes());
            assertEquals("1011 The gateway failed.", heard.closed());
        }
    }

    @Test
    void sendsABatchWithoutMixingIn() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(100)));
                RawClient client = server.connect()) {
            open(client);
            List<ByteBuffer> batch = IntStream.range(0, 256)
                    .mapToObj(i -> ByteBuffer.wrap(new byte[i * 7]))
                    .toList();
            heard.peer().send(batch).toCompletableFuture().get(10, SECONDS);

            for (int i = 0; i < 256; i++) {
                assertEquals(0x81, client.read());
                int length = client.read();
                if (length == 126) {
                    length = client.read() << 8 | client.read();
                }
                assertEquals(i * 7, length);
                assertArrayEquals(new byte[length], client.read(length));
            }
        }
    }

    private boolean isWebSocket(String request) throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.send(request);
            return server.nextCall().isWebSocket();
        }
    }

    private static void assertClosedWith(int code, ClientFrames frames) throws Exception {
        HeardSocket heard = new HeardSocket();
        try (TestServer server = TestServer.answering(call -> call.upgrade(heard.upgrade(100)));
                RawClient client = server.connect()) {
            open(client);
            client.send(frames.bytes());

            assertEquals(code, closeCode(client));
            client.leave();
            assertTrue(heard.closed().startsWith(code + " "), heard.closed());
            assertEquals(0, heard.texts.get());
        }
    }

    private static byte[] together(ClientFrames frames) {
        return new ClientFrames().raw(bytes(HANDSHAKE)).raw(frames.bytes()).bytes();
    }

    private static void open(RawClient client) throws IOException {
        client.send(HANDSHAKE).readUntil("\r\n\r\n");
    }

    private static int closeCode(RawClient client) throws IOException {
        assertEquals(0x88, client.read());
        byte[] payload = client.read(client.read());
        return ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    private static Code failure(CompletableFuture<Void> stage) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> stage.get(10, SECONDS));
        return ((AgentException) cause(failure.getCause())).code();
    }

    private static List<ByteBuffer> texts(String... texts) {
        return Arrays.stream(texts).map(text -> ByteBuffer.wrap(bytes(text))).toList();
    }

    /** What the JDK's client hears. */
    private static final class Answers implements WebSocket.Listener {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                heard.add(parts.toString());
                parts.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            heard.add("pong " + StandardCharsets.UTF_8.decode(message));
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            heard.add("closed " + code + " " + reason);
            return null;
        }

        List<String> take(int count) throws InterruptedException {
            List<String> taken = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                taken.add(heard.poll(10, SECONDS));
            }
            return taken;
        }
    }
}
