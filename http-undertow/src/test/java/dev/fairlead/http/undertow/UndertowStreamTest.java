// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static dev.fairlead.http.undertow.TestServer.bytes;
import static dev.fairlead.http.undertow.TestServer.cause;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class UndertowStreamTest {
    private static final Map<String, String> SSE = Map.of("Content-Type", "text/event-stream");

    @Test
    void flushesEachWriteToTheSocket() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);

            for (int i = 0; i < 20; i++) {
                write(stream, "data: " + i + "\n\n").get(10, SECONDS);
                client.readUntil("data: " + i + "\n\n"); // only then the next is written
            }

            assertFalse(stream.closed().toCompletableFuture().isDone());
        }
    }

    @Test
    void sendsStatusAndHeadersWithTheFirstWrite() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            write(open(server, client), ":\n").get(10, SECONDS);

            String answer = client.readUntil(":\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.contains("\r\nContent-Type: text/event-stream\r\n"), answer);
            assertTrue(answer.contains("\r\nTransfer-Encoding: chunked\r\n"), answer);
        }
    }

    @Test
    void forgetsTheHeadersOfTheRequestWithTheFirstWrite() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.get("/stream");
            HttpCall call = server.nextCall();
            HttpStream stream = call.stream(200, Map.of());
            assertNotNull(call.header("Host"));
            write(stream, ":\n").get(10, SECONDS);

            assertNull(call.header("Host"));
        }
    }

    @Test
    void endsWellAndKeepsTheConnection() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);
            write(stream, "all").get(10, SECONDS);
            stream.end();
            stream.end();
            stream.abort();

            client.readUntil("all\r\n0\r\n\r\n");
            stream.closed().toCompletableFuture().get(10, SECONDS);

            client.get("/next");
            server.nextCall().respond(200, Map.of(), bytes("next"));
            assertTrue(client.readAnswer().endsWith("next"));
        }
    }

    @Test
    void endsBehindTheWriteUnderWay() throws Exception {
        byte[] large = new byte[20_000_000];
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);
            CompletableFuture<Void> written =
                    stream.write(ByteBuffer.wrap(large)).toCompletableFuture();
            stream.end();

            assertTrue(client.readUntil("\r\n\r\n").contains("chunked"));
            assertTrue(client.readUntil("\r\n0\r\n\r\n").length() > large.length);
            written.get(10, SECONDS);
        }
    }

    @Test
    void showsThatAnAbortedAnswerIsNotWhole() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);
            write(stream, "half").get(10, SECONDS);
            client.readUntil("half");
            stream.abort();

            assertFalse(client.readToEnd().contains("0\r\n\r\n"));
            stream.closed().toCompletableFuture().get(10, SECONDS);
        }
    }

    @Test
    void noticesWithoutWritingThatTheClientClosed() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);
            write(stream, "first").get(10, SECONDS);
            client.leave();

            stream.closed().toCompletableFuture().get(10, SECONDS);
            assertEquals(Code.LINK_LOST, failure(write(stream, "second")));
        }
    }

    @Test
    void noticesAClientThatVanishesBeforeTheFirstWrite() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);
            client.vanish();

            stream.closed().toCompletableFuture().get(10, SECONDS);
            server.stopAfterCalls();
        }
    }

    @Test
    void noticesTheEndOfAClientWhosePostIsAnsweredByAStream() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n");
            var call = server.nextCall();
            call.body(100).toCompletableFuture().get(10, SECONDS);
            HttpStream stream = call.stream(200, SSE);
            write(stream, "first").get(10, SECONDS);
            client.leave();

            stream.closed().toCompletableFuture().get(10, SECONDS);
        }
    }

    @Test
    void completesAWriteOnlyWhenTheSocketTookItAndHoldsNoMoreMeanwhile() throws Exception {
        int size = 50_000_000; // no socket buffer holds that
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);
            CompletableFuture<Void> written =
                    stream.write(ByteBuffer.wrap(new byte[size])).toCompletableFuture();
            client.readUntil("\r\n\r\n");

            assertThrows(TimeoutException.class, () -> written.get(300, MILLISECONDS));
            assertTrue(DirectMemory.used() < 8 << 20, () -> "direct memory: " + DirectMemory.used());

            client.read(size);
            written.get(10, SECONDS);
        }
    }

    @Test
    void hidesLittleInTheKernelOfWhatTheClientHasNotTaken() throws Exception {
        byte[] piece = new byte[16 << 10];
        try (TestServer server = TestServer.collecting();
                RawClient client = RawClient.withSmallWindow(server.port())) {
            HttpStream stream = open(server, client);
            int taken = 0;
            while (taken < 10_000_000 && isTaken(stream.write(ByteBuffer.wrap(piece)))) {
                taken += piece.length;
            }
            assertTrue(taken < 512 << 10, "the kernel took " + taken + " bytes");
        }
    }

    private static boolean isTaken(CompletionStage<Void> write) throws Exception {
        try {
            write.toCompletableFuture().get(300, MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void cutsAClientThatDoesNotTakeTheEnd() throws Exception {
        try (TestServer server = TestServer.collecting(HttpSettings.TRANSFER_TIMEOUT, "300 ms");
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);
            CompletableFuture<Void> written =
                    stream.write(ByteBuffer.wrap(new byte[50_000_000])).toCompletableFuture();
            stream.end();

            stream.closed().toCompletableFuture().get(10, SECONDS);
            assertEquals(Code.LINK_LOST, failure(written));
        }
    }

    @Test
    void servesAClientOfHttp10WithoutChunks() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            HttpStream stream = server.nextCall().stream(200, SSE);
            write(stream, "data: 1\n\n").get(10, SECONDS);
            assertTrue(client.readUntil("data: 1\n\n").endsWith("\r\n\r\ndata: 1\n\n"));
            stream.end();

            assertEquals("", client.readToEnd());
        }
    }

    @Test
    void servesARequestThatCameDuringTheStream() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);
            write(stream, "first").get(10, SECONDS);
            client.get("/pipelined");
            write(stream, "second").get(10, SECONDS);
            stream.end();
            client.readUntil("0\r\n\r\n");

            server.nextCall().respond(200, Map.of(), bytes("pipelined"));
            assertTrue(client.readAnswer().endsWith("pipelined"));
        }
    }

    @Test
    void writesFromAnyThreadInOrder() throws Exception {
        int count = 2000;
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            HttpStream stream = open(server, client);
            CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
            for (int i = 0; i < count; i++) {
                String text = i + "\n";
                before = before.thenComposeAsync(nothing -> write(stream, text));
            }
            before.get(60, SECONDS); // each write may wait for a processor
            stream.end();

            String answer = client.readUntil("\r\n0\r\n\r\n");
            String lines = answer.substring(answer.indexOf("\r\n\r\n") + 4).replaceAll("[0-9a-f]+\r\n|\r\n", "");
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < count; i++) {
                expected.append(i).append('\n');
            }
            assertEquals(expected.toString(), lines);
        }
    }

    private static HttpStream open(TestServer server, RawClient client) throws Exception {
        client.get("/");
        return server.nextCall().stream(200, SSE);
    }

    private static CompletableFuture<Void> write(HttpStream stream, String text) {
        return stream.write(ByteBuffer.wrap(bytes(text))).toCompletableFuture();
    }

    private static Code failure(CompletableFuture<Void> stage) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> stage.get(10, SECONDS));
        return ((AgentException) cause(failure.getCause())).code();
    }
}
