// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final String HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final String EMPTY_SETTINGS = "\0\0\0\4\0\0\0\0\0";

    /** A keep-alive time in which a test has sent its request, though it may be held up for a second. */
    private static final String TIME_TO_ASK = "2 s";

    @Test
    void answers400ToAFloodOfHeaders() throws Exception {
        assertRefused("X-Flood: 1\r\n".repeat(101));
    }

    @Test
    void answers400ToHeadersThatAreTooLarge() throws Exception {
        assertRefused("X-Large: " + "x".repeat(40_000) + "\r\n");
    }

    @Test
    void cutsTricklingHeaders() throws Exception {
        try (TestServer server = TestServer.collecting(HttpSettings.HEADER_TIMEOUT, "300 ms");
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ");

            assertCutWhileTrickling(client);
        }
    }

    @Test
    void cutsASocketThatSaysNothing() throws Exception {
        assertSilenceIsCut("");
    }

    @Test
    void cutsASocketThatNeverFinishesThePrefaceOfHttp2() throws Exception {
        assertSilenceIsCut("P");
        assertSilenceIsCut("PRI");
        assertSilenceIsCut("PRI * HTTP/2.0\r\n\r\n");
    }

    @Test
    void cutsAnHttp2SocketWithoutARequest() throws Exception {
        try (TestServer server = TestServer.collecting(HttpSettings.KEEP_ALIVE, "300 ms");
                RawClient client = server.connect()) {
            client.send(HTTP2_PREFACE + EMPTY_SETTINGS);

            client.readToEnd();
        }
    }

    @Test
    void cutsAConnectionThatIsKeptWithoutARequest() throws Exception {
        try (TestServer server = TestServer.answering(
                        HttpSettings.KEEP_ALIVE, TIME_TO_ASK, call -> call.respond(200, Map.of(), new byte[0]));
                RawClient client = server.connect()) {
            client.get("/").readAnswer();

            assertTrue(client.readToEnd().isEmpty());
        }
    }

    @Test
    void cutsAnUpgradeToHttp2WhoseBodyNeverComes() throws Exception {
        try (TestServer server = TestServer.collecting(HttpSettings.TRANSFER_TIMEOUT, "300 ms");
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                    + "HTTP2-Settings: AAMAAABkAAQAAP__\r\nContent-Length: 10\r\n\r\nabc");

            client.readToEnd();
        }
    }

    @Test
    void keepsAQuietStreamOpenBeyondAllTimeouts() throws Exception {
        try (TestServer server = TestServer.collecting(HttpSettings.KEEP_ALIVE, TIME_TO_ASK);
                RawClient quiet = server.connect()) {
            quiet.get("/");
            var stream = server.nextCall().stream(200, Map.of());
            try (RawClient other = server.connect()) {
                other.readToEnd(); // it is cut by a timer that was started later
            }

            assertFalse(stream.closed().toCompletableFuture().isDone());
        }
    }

    @Test
    void letsSocketsBeyondTheLimitWait() throws Exception {
        try (TestServer server =
                TestServer.answering(HttpSettings.SOCKETS, "10", call -> call.respond(200, Map.of(), new byte[0]))) {
            List<RawClient> served = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                RawClient client = server.connect();
                client.get("/").readAnswer();
                served.add(client);
            }
            try (RawClient waiting = server.connect()) {
                waiting.get("/");
                served.get(0).leave();

                assertTrue(waiting.readAnswer().startsWith("HTTP/1.1 200 "));
            }
            for (RawClient client : served) {
                client.leave();
            }
        }
    }

    private static void assertRefused(String headers) throws Exception {
        try (TestServer server = TestServer.answering(call -> call.respond(200, Map.of(), new byte[0]));
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");

            String answer = client.readToEnd();
            assertTrue(answer.startsWith("HTTP/1.1 400 ") || answer.startsWith("HTTP/1.1 431 "), answer);
        }
    }

    private static void assertSilenceIsCut(String said) throws Exception {
        try (TestServer server = TestServer.collecting(HttpSettings.KEEP_ALIVE, "300 ms");
                RawClient client = server.connect()) {
            client.send(said);

            client.readToEnd();
        }
    }

    private static void assertCutWhileTrickling(RawClient client) throws IOException {
        client.socket().setSoTimeout(1);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try {
                client.send("x");
                if (client.read() < 0) {
                    return;
                }
            } catch (java.net.SocketTimeoutException e) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            } catch (IOException e) {
                return;
            }
        }
        throw new AssertionError("A trickling client was not cut.");
    }
}
