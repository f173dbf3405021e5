// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static dev.fairlead.http.undertow.TestServer.bytes;
import static dev.fairlead.http.undertow.TestServer.cause;
import static dev.fairlead.http.undertow.TestServer.echo;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class RequestBodyTest {
    private static final String POST = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    private static final String CHUNKED = POST + "Transfer-Encoding: chunked\r\n\r\n";

    @Test
    void readsABodyOfKnownLength() throws Exception {
        try (TestServer server = TestServer.answering(echo(100));
                RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 5\r\n\r\nhe").send("llo");

            assertTrue(client.readAnswer().endsWith("\r\n\r\nhello"));
        }
    }

    @Test
    void readsAChunkedBodyCutAnywhere() throws Exception {
        try (TestServer server = TestServer.answering(echo(100));
                RawClient client = server.connect()) {
            for (byte next : bytes(CHUNKED + "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")) {
                client.send(new byte[] {next});
            }

            assertTrue(client.readAnswer().endsWith("\r\n\r\nhello"));
        }
    }

    @Test
    void readsNothingWhereThereIsNoBody() throws Exception {
        try (TestServer server = TestServer.answering(echo(100));
                RawClient client = server.connect()) {
            assertTrue(client.get("/").readAnswer().contains("\r\nContent-Length: 0\r\n"));
        }
    }

    @Test
    void takesABodyOfExactlyTheLimit() throws Exception {
        String body = "x".repeat(100_000);
        try (TestServer server = TestServer.answering(echo(100_000));
                RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 100000\r\n\r\n" + body);

            assertTrue(client.readAnswer().endsWith("\r\n\r\n" + body));
        }
    }

    @Test
    void refusesAnAnnouncedBodyOverTheLimitBeforeItIsSent() throws Exception {
        try (TestServer server = TestServer.answering(echo(100));
                RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 101\r\n\r\n");

            assertTrue(client.readAnswer().startsWith("HTTP/1.1 413 "));
        }
    }

    @Test
    void keepsTheConnectionWhenARefusedBodyWasShortAndCame() throws Exception {
        try (TestServer server = TestServer.answering(echo(100));
                RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 101\r\n\r\n" + "x".repeat(101));
            assertTrue(client.readAnswer().startsWith("HTTP/1.1 413 "));

            client.send(POST + "Content-Length: 2\r\n\r\nok");
            assertTrue(client.readAnswer().endsWith("ok"));
        }
    }

    @Test
    void letsTheClientReadThe413OfALargeBodyOfKnownLength() throws Exception {
        try (TestServer server = TestServer.answering(echo(100));
                RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 20000000\r\n\r\n").send(new byte[20_000_000]);

            assertRefusedAndClosed(client);
        }
    }

    @Test
    void letsTheClientReadThe413OfALargeChunkedBody() throws Exception {
        try (TestServer server = TestServer.answering(echo(1 << 20));
                RawClient client = server.connect()) {
            client.send(CHUNKED);
            for (int i = 0; i < 200; i++) {
                client.send("186a0\r\n").send(new byte[100_000]).send("\r\n");
            }
            client.send("0\r\n\r\n");

            assertRefusedAndClosed(client);
        }
    }

    @Test
    void cutsAClientThatGoesOnSendingAfterThe413() throws Exception {
        try (TestServer server = TestServer.answering(HttpSettings.TRANSFER_TIMEOUT, "300 ms", echo(100));
                RawClient client = server.connect()) {
            client.send(CHUNKED + "100\r\n" + "x".repeat(200));
            assertTrue(client.readAnswer().startsWith("HTTP/1.1 413 "));

            assertThrows(IOException.class, () -> {
                while (true) {
                    client.send(new byte[1]);
                    Thread.onSpinWait();
                }
            });
        }
    }

    @Test
    void asksForABodyThatWaitsForA100() throws Exception {
        try (TestServer server = TestServer.answering(echo(100));
                RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertTrue(client.readUntil("\r\n\r\n").startsWith("HTTP/1.1 100 Continue\r\n"));

            assertTrue(client.send("hello").readAnswer().endsWith("\r\n\r\nhello"));
        }
    }

    @Test
    void refusesALargeBodyInsteadOfA100() throws Exception {
        try (TestServer server = TestServer.answering(echo(100));
                RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 500\r\nExpect: 100-continue\r\n\r\n");

            assertTrue(client.readAnswer().startsWith("HTTP/1.1 413 "));
        }
    }

    @Test
    void keepsTheConnectionOfAShortBodyThatNobodyRead() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.respond(401, Map.of(), bytes(call.path())));
                RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 5\r\n\r\nhello");
            assertTrue(client.readAnswer().startsWith("HTTP/1.1 401 "));

            assertTrue(client.get("/next").readAnswer().endsWith("/next"));
        }
    }

    @Test
    void cutsATricklingBody() throws Exception {
        try (TestServer server = TestServer.collecting(HttpSettings.TRANSFER_TIMEOUT, "300 ms");
                RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 100000\r\n\r\n");
            var body = server.nextCall().body(1 << 20).toCompletableFuture();

            while (!body.isDone()) {
                trySend(client, "x");
                LockSupport.parkNanos(MILLISECONDS.toNanos(10));
            }

            assertEquals(Code.LINK_LOST, failure(body));
        }
    }

    @Test
    void noticesAClientThatVanishesAtAnyByte() throws Exception {
        byte[] request = bytes(POST + "Content-Length: 20\r\n\r\n" + "x".repeat(20));
        try (TestServer server = TestServer.answering(echo(100))) {
            for (int length = 1; length < request.length; length++) {
                try (RawClient client = server.connect()) {
                    client.send(Arrays.copyOf(request, length));
                    client.vanish();
                }
            }

            server.stopAfterCalls();
        }
    }

    @Test
    void failsWhenTheClientEndsInTheMiddle() throws Exception {
        for (String begun :
                new String[] {POST + "Content-Length: 100\r\n\r\nhalf", CHUNKED + "64\r\nhalf", CHUNKED + "zz\r\n"}) {
            try (TestServer server = TestServer.collecting();
                    RawClient client = server.connect()) {
                client.send(begun);
                HttpCall call = server.nextCall();
                var body = call.body(1000).toCompletableFuture();
                client.socket().shutdownOutput();

                assertEquals(Code.LINK_LOST, failure(body));
                call.respond(400, Map.of(), new byte[0]); // goes nowhere, and harms nobody
            }
        }
    }

    @Test
    void holdsNoMoreThanWhatCame() throws Exception {
        try (TestServer server = TestServer.collecting()) {
            RawClient[] clients = new RawClient[50];
            for (int i = 0; i < clients.length; i++) {
                clients[i] = server.connect().send(POST + "Content-Length: 100000000\r\n\r\n");
                server.nextCall().body(100_000_000); // 5 GB are announced
            }
            try (RawClient another = server.connect()) {
                another.get("/");
                server.nextCall().respond(200, Map.of(), new byte[0]);
                assertTrue(another.readAnswer().startsWith("HTTP/1.1 200 "));
            }
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void refusesToBeReadTwice() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.get("/");
            HttpCall call = server.nextCall();
            call.body(10);

            assertThrows(IllegalStateException.class, () -> call.body(10));
        }
    }

    private static void assertRefusedAndClosed(RawClient client) throws IOException {
        String answer = client.readToEnd();
        assertTrue(answer.startsWith("HTTP/1.1 413 "), answer);
        assertTrue(answer.contains("Connection: close"), answer);
        assertTrue(answer.endsWith("\r\n\r\ntoo large"), answer);
        assertFalse(answer.contains("[reset]"), answer);
    }

    private static void trySend(RawClient client, String text) {
        try {
            client.send(text);
        } catch (IOException e) {
            Thread.onSpinWait(); // cut, as it must be
        }
    }

    private static Code failure(CompletableFuture<byte[]> body) throws Exception {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> body.get(10, SECONDS));
        return ((AgentException) cause(failure.getCause())).code();
    }
}
