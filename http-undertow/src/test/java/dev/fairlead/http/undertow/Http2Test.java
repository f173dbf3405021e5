// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static dev.fairlead.http.undertow.TestServer.bytes;
import static dev.fairlead.http.undertow.TestServer.echo;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class Http2Test {
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final byte STATUS_200 = (byte) 0x88;

    private final HttpClient jdk =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();

    @Test
    void movesToHttp2ByUpgrade() throws Exception {
        try (TestServer server =
                TestServer.answering(call -> call.respond(200, Map.of("X-Path", call.path()), bytes("hi")))) {
            HttpResponse<String> answer = jdk.send(get(server, "/a"), BodyHandlers.ofString());

            assertEquals(HttpClient.Version.HTTP_2, answer.version());
            assertEquals("hi", answer.body());
            assertEquals("/a", answer.headers().firstValue("x-path").orElseThrow());
        }
    }

    @Test
    void movesToHttp2WithTheBodyOfAPost() throws Exception {
        try (TestServer server = TestServer.answering(echo(1000))) {
            HttpResponse<String> answer = jdk.send(post(server, bytes("{\"id\":0}")), BodyHandlers.ofString());

            assertEquals(HttpClient.Version.HTTP_2, answer.version());
            assertEquals("{\"id\":0}", answer.body());
        }
    }

    @Test
    void readsLargeBodiesOnAnHttp2Connection() throws Exception {
        byte[] large = new byte[3_000_000];
        try (TestServer server = TestServer.answering(echo(large.length))) {
            jdk.send(get(server, "/"), BodyHandlers.ofString());

            HttpResponse<byte[]> answer = jdk.send(post(server, large), BodyHandlers.ofByteArray());

            assertEquals(HttpClient.Version.HTTP_2, answer.version());
            assertEquals(large.length, answer.body().length);
        }
    }

    @Test
    void refusesALargeBodyAndKeepsTheConnection() throws Exception {
        try (TestServer server = TestServer.answering(echo(1000))) {
            jdk.send(get(server, "/"), BodyHandlers.ofString());

            HttpResponse<String> refused = jdk.send(post(server, new byte[100_000]), BodyHandlers.ofString());
            assertEquals(413, refused.statusCode());
            assertEquals(HttpClient.Version.HTTP_2, refused.version());

            assertEquals(
                    "ok",
                    jdk.send(post(server, bytes("ok")), BodyHandlers.ofString()).body());
        }
    }

    @Test
    void flushesEachWriteOfAStream() throws Exception {
        try (TestServer server = TestServer.collecting()) {
            CompletableFuture<HttpResponse<InputStream>> answer =
                    jdk.sendAsync(get(server, "/"), BodyHandlers.ofInputStream());
            HttpStream stream = server.nextCall().stream(200, Map.of());
            stream.write(ByteBuffer.wrap(bytes("first\n")))
                    .toCompletableFuture()
                    .get(10, SECONDS);
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(answer.get(10, SECONDS).body(), StandardCharsets.UTF_8));
            assertEquals("first", lines.readLine());

            for (int i = 0; i < 20; i++) {
                stream.write(ByteBuffer.wrap(bytes(i + "\n")))
                        .toCompletableFuture()
                        .get(10, SECONDS);
                assertEquals(Integer.toString(i), lines.readLine());
            }
            stream.end();
            assertEquals(null, lines.readLine());
            stream.closed().toCompletableFuture().get(10, SECONDS);
        }
    }

    @Test
    void noticesThatTheClientLeftOneStreamAndKeepsTheOthers() throws Exception {
        try (TestServer server = TestServer.collecting()) {
            CompletableFuture<HttpResponse<InputStream>> leaving =
                    jdk.sendAsync(get(server, "/"), BodyHandlers.ofInputStream());
            HttpStream left = begun(server.nextCall());
            InputStream body = leaving.get(10, SECONDS).body();
            CompletableFuture<HttpResponse<InputStream>> staying =
                    jdk.sendAsync(get(server, "/"), BodyHandlers.ofInputStream());
            HttpStream stays = begun(server.nextCall());
            InputStream kept = staying.get(10, SECONDS).body();
            assertEquals(HttpClient.Version.HTTP_2, staying.get().version());

            body.close();
            left.closed().toCompletableFuture().get(10, SECONDS);

            stays.write(ByteBuffer.wrap(bytes("!"))).toCompletableFuture().get(10, SECONDS);
            assertEquals("begun!", new String(kept.readNBytes(6), StandardCharsets.UTF_8));
            assertFalse(stays.closed().toCompletableFuture().isDone());
        }
    }

    @Test
    void showsThatAnAbortedAnswerIsNotWholeAndKeepsTheConnection() throws Exception {
        try (TestServer server = TestServer.collecting()) {
            CompletableFuture<HttpResponse<InputStream>> answer =
                    jdk.sendAsync(get(server, "/"), BodyHandlers.ofInputStream());
            HttpStream stream = begun(server.nextCall());
            InputStream body = answer.get(10, SECONDS).body();
            stream.abort();

            assertThrows(IOException.class, body::readAllBytes);
            stream.closed().toCompletableFuture().get(10, SECONDS);

            CompletableFuture<HttpResponse<String>> next = jdk.sendAsync(get(server, "/"), BodyHandlers.ofString());
            server.nextCall().respond(200, Map.of(), bytes("next"));
            assertEquals("next", next.get(10, SECONDS).body());
        }
    }

    @Test
    void servesPriorKnowledgeAndNoticesAResetAndAnEnd() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                    .send(frame(SETTINGS, 0, 0))
                    .send(request(1));
            HttpStream first = begun(server.nextCall());
            assertEquals(STATUS_200, payload(client, HEADERS).get());

            client.send(frame(RST_STREAM, 0, 1, (byte) 0, (byte) 0, (byte) 0, (byte) 8));
            first.closed().toCompletableFuture().get(10, SECONDS);

            client.send(request(3));
            HttpStream second = begun(server.nextCall());
            client.vanish();
            second.closed().toCompletableFuture().get(10, SECONDS);
            server.stopAfterCalls();
        }
    }

    @Test
    void completesAWriteOnlyWhenThePeersWindowTookIt() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                    .send(frame(SETTINGS, 0, 0))
                    .send(request(1));
            HttpStream stream = server.nextCall().stream(200, Map.of());
            CompletableFuture<Void> written =
                    stream.write(ByteBuffer.wrap(new byte[100_000])).toCompletableFuture();
            payload(client, HEADERS);
            int taken = 0;
            while (taken < 65_535) {
                taken += client.read(dataLength(client)).length;
            }

            assertThrows(TimeoutException.class, () -> written.get(300, MILLISECONDS));

            client.send(frame(8, 0, 0, (byte) 0, (byte) 1, (byte) 0, (byte) 0)); // 65536 more for the connection
            client.send(frame(8, 0, 1, (byte) 0, (byte) 1, (byte) 0, (byte) 0)); // and for the stream
            written.get(10, SECONDS);
        }
    }

    @Test
    void cutsAStreamWhoseEndIsNotTaken() throws Exception {
        try (TestServer server = TestServer.collecting(HttpSettings.TRANSFER_TIMEOUT, "300 ms");
                RawClient client = server.connect()) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                    .send(frame(SETTINGS, 0, 0))
                    .send(request(1));
            HttpStream stream = server.nextCall().stream(200, Map.of());
            stream.write(ByteBuffer.wrap(new byte[70_000]));
            stream.end();

            stream.closed().toCompletableFuture().get(10, SECONDS);
        }
    }

    @Test
    void tellsTheClientHowManyStreamsThereMayBe() throws Exception {
        try (TestServer server = TestServer.collecting(HttpSettings.STREAMS, "7");
                RawClient client = server.connect()) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").send(frame(SETTINGS, 0, 0));

            ByteBuffer settings = payload(client, SETTINGS);
            int streams = -1;
            while (settings.hasRemaining()) {
                short key = settings.getShort();
                int value = settings.getInt();
                streams = key == MAX_CONCURRENT_STREAMS ? value : streams;
            }
            assertEquals(7, streams);
        }
    }

    private static HttpStream begun(HttpCall call) throws Exception {
        HttpStream stream = call.stream(200, Map.of());
        stream.write(ByteBuffer.wrap(bytes("begun"))).toCompletableFuture().get(10, SECONDS);
        return stream;
    }

    /** Returns what is in the next frame of that type. */
    private static ByteBuffer payload(RawClient client, int type) throws IOException {
        while (true) {
            ByteBuffer head = ByteBuffer.wrap(client.read(9));
            byte[] payload = client.read(head.getInt(0) >>> 8);
            if (head.get(3) == type) {
                return ByteBuffer.wrap(payload);
            }
        }
    }

    private static int dataLength(RawClient client) throws IOException {
        while (true) {
            ByteBuffer head = ByteBuffer.wrap(client.read(9));
            int length = head.getInt(0) >>> 8;
            if (head.get(3) == 0) {
                return length;
            }
            client.read(length);
        }
    }

    /** A GET of / with the end of the stream: three static headers of HPACK and the authority. */
    private static byte[] request(int stream) {
        byte[] authority = bytes("localhost");
        ByteBuffer block = ByteBuffer.allocate(5 + authority.length)
                .put((byte) 0x82)
                .put((byte) 0x86)
                .put((byte) 0x84)
                .put((byte) 0x01)
                .put((byte) authority.length)
                .put(authority);
        return frame(HEADERS, 0x5, stream, block.array());
    }

    private static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    private static HttpRequest get(TestServer server, String path) {
        return HttpRequest.newBuilder(server.uri("http", path)).build();
    }

    private static HttpRequest post(TestServer server, byte[] body) {
        return HttpRequest.newBuilder(server.uri("http", "/"))
                .POST(BodyPublishers.ofByteArray(body))
                .build();
    }
}
