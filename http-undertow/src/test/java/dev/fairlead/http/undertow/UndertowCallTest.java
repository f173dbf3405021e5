// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static dev.fairlead.http.undertow.TestServer.bytes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.http.HttpCall;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UndertowCallTest {
    @Test
    void showsTheRequest() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.send("PATCH /a%20b?x=%20y&z HTTP/1.1\r\nHost: localhost\r\nAccept: one\r\naccept: two\r\n\r\n");

            HttpCall call = server.nextCall();

            assertEquals("PATCH", call.method());
            assertEquals("/a b", call.path());
            assertEquals("x=%20y&z", call.query());
            assertEquals("one", call.header("ACCEPT"));
            assertEquals(List.of("one", "two"), call.headers("Accept"));
            assertNull(call.header("Origin"));
            assertEquals(List.of(), call.headers("Origin"));
            assertEquals(client.socket().getLocalPort(), call.remote().getPort());
            assertFalse(call.isWebSocket());
        }
    }

    @Test
    void answersWithStatusHeadersAndBody() throws Exception {
        try (TestServer server = TestServer.answering(
                        call -> call.respond(418, Map.of("X-Kind", "pot", "X-Empty", ""), bytes("härter")));
                RawClient client = server.connect()) {
            String answer = client.get("/").readAnswer();

            assertTrue(answer.startsWith("HTTP/1.1 418 "), answer);
            assertTrue(answer.contains("\r\nX-Kind: pot\r\n"), answer);
            assertTrue(answer.contains("\r\nX-Empty: \r\n"), answer);
            assertTrue(answer.contains("\r\nContent-Length: 7\r\n"), answer);
            assertTrue(answer.endsWith("\r\n\r\nhärter"), answer);
        }
    }

    @Test
    void answersManyCallsOnOneConnection() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.respond(200, Map.of(), bytes(call.path())));
                RawClient client = server.connect()) {
            for (int i = 0; i < 100; i++) {
                assertTrue(client.get("/" + i).readAnswer().endsWith("\r\n\r\n/" + i));
            }
        }
    }

    @Test
    void answersPipelinedCallsInOrder() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.respond(200, Map.of(), bytes(call.path())));
                RawClient client = server.connect()) {
            client.get("/1").get("/2").get("/3");

            assertTrue(client.readAnswer().endsWith("/1"));
            assertTrue(client.readAnswer().endsWith("/2"));
            assertTrue(client.readAnswer().endsWith("/3"));
        }
    }

    @Test
    void sendsNoBodyToHead() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.respond(200, Map.of(), bytes("hello")));
                RawClient client = server.connect()) {
            client.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertTrue(client.readToEnd().endsWith("\r\n\r\n"));
        }
    }

    @Test
    void sendsNoLengthWithNoContent() throws Exception {
        try (TestServer server = TestServer.answering(call -> call.respond(204, Map.of(), new byte[0]));
                RawClient client = server.connect()) {
            String answer = client.get("/").readUntil("\r\n\r\n");

            assertTrue(answer.startsWith("HTTP/1.1 204 "), answer);
            assertFalse(answer.contains("Content-Length"), answer);
        }
    }

    @Test
    void sendsALargeAnswerWhole() throws Exception {
        byte[] large = new byte[5_000_000];
        try (TestServer server = TestServer.answering(call -> call.respond(200, Map.of(), large));
                RawClient client = server.connect()) {
            assertTrue(client.get("/").readUntil("\r\n\r\n").contains("Content-Length: 5000000"));
            assertEquals(large.length, client.read(large.length).length);
        }
    }

    @Test
    void answersWith500WhenTheEndpointThrows() throws Exception {
        try (TestServer server = TestServer.answering(call -> {
                    throw new IllegalStateException("a secret of the house");
                });
                RawClient client = server.connect()) {
            String answer = client.get("/").readAnswer();

            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            assertTrue(answer.endsWith("\r\n\r\n"), answer);
        }
    }

    @Test
    void cutsTheConnectionWhenTheEndpointThrowsInTheMiddle() throws Exception {
        try (TestServer server = TestServer.answering(call -> {
                    call.stream(200, Map.of()).write(ByteBuffer.wrap(bytes("begun")));
                    throw new IllegalStateException("in the middle");
                });
                RawClient client = server.connect()) {
            assertFalse(client.get("/").readToEnd().endsWith("0\r\n\r\n"));
        }
    }

    @Test
    void refusesASecondAnswer() throws Exception {
        try (TestServer server = TestServer.collecting();
                RawClient client = server.connect()) {
            client.get("/");
            HttpCall call = server.nextCall();
            call.respond(200, Map.of(), bytes("first"));

            assertThrows(IllegalStateException.class, () -> call.respond(200, Map.of(), bytes("second")));
            assertThrows(IllegalStateException.class, () -> call.stream(200, Map.of()));
            assertTrue(client.readAnswer().endsWith("first"));
        }
    }

    @Test
    void endsAnAnswerThatNobodyTakes() throws Exception {
        try (TestServer server = TestServer.answering(
                        HttpSettings.TRANSFER_TIMEOUT,
                        "200 ms",
                        call -> call.respond(200, Map.of(), new byte[64 << 20]));
                RawClient client = server.connect()) {
            client.get("/");

            server.stopAfterCalls();
            assertTrue(client.readToEnd().length() < 64 << 20);
        }
    }
}
