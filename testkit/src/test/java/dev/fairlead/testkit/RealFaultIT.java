// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.FaultyPlace.PATIENCE;
import static dev.fairlead.testkit.FaultyPlace.SILENCE;
import static dev.fairlead.testkit.FaultyPlace.read;
import static dev.fairlead.testkit.FaultyPlace.readAll;
import static dev.fairlead.testkit.FaultyPlace.request;
import static dev.fairlead.testkit.FaultyPlace.webSocket;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** nginx and HAProxy really do what the rows of the fault matrix say. */
class RealFaultIT {
    private static final Duration SHORT = Duration.ofMillis(500);

    /** A silence in which a server has answered, though it may be held up for a second. */
    private static final Duration ENOUGH = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private PlainServer server;
    private PlainServer other;
    private HttpClient client;

    @BeforeEach
    void start() throws IOException {
        server = new PlainServer();
        other = new PlainServer();
    }

    @AfterEach
    void stop() {
        server.close();
        other.close();
    }

    @Test
    void clearOnesPassStreamsAndWebSocketsAsTheyCome() throws Exception {
        try (RealProxy proxy = nginx().clear()) {
            expectClear(proxy);
        }
        try (RealProxy proxy = haproxy().clear()) {
            expectClear(proxy);
        }
    }

    private void expectClear(RealProxy proxy) throws Exception {
        try (HttpSocket link = open(proxy)) {
            InputStream events = events(link);
            BlockingQueue<String> stream = server.nextStream();
            stream.add("data: 1\n\n");
            assertEquals("data: 1\n\n", read(events, 9));
        }
    }

    @Test
    void f2OfNginxAsksInHttp10AndBuffers() throws Exception {
        try (RealProxy proxy = nginx().f2();
                HttpSocket link = open(proxy)) {
            link.send(request("GET").with("Accept", "text/event-stream"), "/events");
            BlockingQueue<String> stream = server.nextStream();
            assertEquals("GET /events HTTP/1.0", server.heard().get(0).start());
            stream.add("data: 1\n\n");
            link.patience(SILENCE);
            assertThrows(SocketTimeoutException.class, link::head);
            PlainServer.end(stream);
            assertEquals("data: 1\n\n", FaultyPlace.answer(link).text());
        }
    }

    @Test
    void f3OfNginxCompressesAndBuffers() throws Exception {
        try (RealProxy proxy = nginx().f3();
                HttpSocket link = open(proxy)) {
            link.send(request("GET").with("Accept", "text/event-stream").with("Accept-Encoding", "gzip"), "/events");
            BlockingQueue<String> stream = server.nextStream();
            stream.add("data: 1\n\n");
            link.patience(SILENCE);
            assertThrows(SocketTimeoutException.class, link::head);
            PlainServer.end(stream);
            Response head = FaultyPlace.head(link);
            assertEquals("gzip", head.header("Content-Encoding"));
            assertEquals("data: 1\n\n", readAll(new GZIPInputStream(link.body(head))));
        }
    }

    @Test
    void f4OfNginxResetsTheStreamOfHttp2() throws Exception {
        SelfSigned certificate = SelfSigned.in(folder);
        try (RealProxy proxy = nginx().f4(ENOUGH, certificate)) {
            InputStream events = events2(proxy, certificate);
            assertEquals("data: 1\n\n", read(events, 9));
            IOException reset = assertThrows(IOException.class, events::read);
            assertTrue(String.valueOf(reset.getCause()).contains("RST_STREAM"), reset::toString);
        }
    }

    @Test
    void f5OfHaproxyEndsTheStreamOfHttp2Cleanly() throws Exception {
        SelfSigned certificate = SelfSigned.in(folder);
        try (RealProxy proxy = haproxy().f5(ENOUGH, certificate)) {
            InputStream events = events2(proxy, certificate);
            assertEquals("data: 1\n\n", readAll(events));
        }
    }

    @Test
    void f6OfNginxEndsASilentStream() throws Exception {
        try (RealProxy proxy = nginx().f6(ENOUGH);
                HttpSocket link = open(proxy)) {
            InputStream events = events(link);
            server.nextStream();
            assertThrows(IOException.class, events::read);
        }
    }

    @Test
    void f8OfBothPassesNoUpgrade() throws Exception {
        try (RealProxy proxy = nginx().f8()) {
            expectNoUpgrade(proxy);
        }
        try (RealProxy proxy = haproxy().f8()) {
            expectNoUpgrade(proxy);
        }
    }

    private void expectNoUpgrade(RealProxy proxy) throws IOException {
        server.heard().clear();
        try (HttpSocket link = open(proxy)) {
            link.send(webSocket(), "/ws");
            assertEquals(200, link.answer().status());
            List<String> headers = server.heard().get(0).headers();
            assertFalse(headers.stream().anyMatch(line -> line.startsWith("upgrade:")), headers::toString);
        }
    }

    @Test
    void f11OfHaproxyEndsASilentWebSocket() throws Exception {
        try (ServerSocket target = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RealProxy proxy = new Haproxy(folder, (InetSocketAddress) target.getLocalSocketAddress()).f11(SHORT);
                HttpSocket link = open(proxy)) {
            link.send(webSocket(), "/ws");
            try (Socket socket = TunnelFaultTest.acceptUpgrade(target, "x")) {
                assertTrue(socket.isConnected());
                assertEquals(101, link.head().status());
                assertEquals('x', link.in().read());
                assertEquals(-1, link.in().read());
            }
        }
    }

    @Test
    void f13OfBothSendsAPostThreeTimes() throws Exception {
        try (RealProxy proxy = nginx().f13(SHORT)) {
            expectThreePosts(proxy);
        }
        try (RealProxy proxy = new Haproxy(folder, server.address()).f13(SHORT)) {
            expectThreePosts(proxy);
        }
    }

    private void expectThreePosts(RealProxy proxy) throws IOException {
        server.heard().clear();
        try (HttpSocket link = open(proxy)) {
            link.send(request("POST").json("{}"), "/mute");
            assertEquals(504, link.answer().status());
            await().untilAsserted(() -> assertEquals(3, server.heard().size(), server.heard()::toString));
        }
    }

    @Test
    void f14OfNginxAnswersFromItsCache() throws Exception {
        try (RealProxy proxy = nginx().f14(Duration.ofSeconds(30))) {
            assertEquals("x#1", post(proxy, "/echo", "x").text());
            assertEquals("x#1", post(proxy, "/echo", "x").text());
            assertEquals("y#2", post(proxy, "/echo", "y").text());
        }
    }

    @Test
    void f16OfNginxRefusesOtherMethods() throws Exception {
        try (RealProxy proxy = nginx().f16();
                HttpSocket link = open(proxy)) {
            link.send(request("DELETE"), "/");
            assertEquals(403, link.answer().status());
            assertEquals("x#1", post(proxy, "/echo", "x").text());
        }
    }

    @Test
    void f17OfNginxRefusesLargeBodies() throws Exception {
        try (RealProxy proxy = nginx().f17()) {
            assertEquals(200, post(proxy, "/echo", "x".repeat(1 << 20)).status());
            assertEquals(413, post(proxy, "/echo", "x".repeat(1 + (1 << 20))).status());
        }
    }

    @Test
    void f18OfHaproxyDropsHeaders() throws Exception {
        try (RealProxy proxy = haproxy().f18();
                HttpSocket link = open(proxy)) {
            link.send(request("GET").with("Last-Event-ID", "7").with("Acp-Session-Id", "s"), "/");
            assertFalse(link.answer().has("Acp-Connection-Id"));
            List<String> headers = server.heard().get(0).headers();
            assertTrue(headers.stream().noneMatch(line -> line.matches("(last-event|acp-).*")), headers::toString);
        }
    }

    @Test
    void f20OfHaproxyRefusesPollsThatAreTooMany() throws Exception {
        try (RealProxy proxy = haproxy().f20(2)) {
            Response refused = post(proxy, "/acp/poll", "1");
            int passed = 0;
            while (refused.status() == 200) { // at the latest when three came within a second
                passed++;
                refused = post(proxy, "/acp/poll", "1");
            }
            assertTrue(passed >= 2, "fewer than two a second pass");
            assertEquals(429, refused.status());
            assertEquals("1", refused.header("Retry-After"));
            assertEquals(200, post(proxy, "/acp", "no poll").status());
        }
    }

    @Test
    void f21OfHaproxyLeadsRequestsToBothInTurnUnlessACookieSaysWhere() throws Exception {
        try (RealProxy proxy = haproxy().f21();
                HttpSocket link = open(proxy)) {
            for (int i = 0; i < 4; i++) {
                link.send(request("POST").json("x"), "/echo");
                link.answer();
            }
            assertEquals(
                    List.of(2, 2), List.of(server.heard().size(), other.heard().size()));
        }
        try (RealProxy proxy = haproxy().withAffinity();
                HttpSocket link = open(proxy)) {
            link.send(request("GET"), "/");
            String cookie = link.answer().header("Set-Cookie").split(";", 2)[0];
            int before = server.heard().size();
            for (int i = 0; i < 4; i++) {
                link.send(request("GET").with("Cookie", cookie), "/");
                link.answer();
            }
            assertTrue(List.of(before, before + 4).contains(server.heard().size()));
        }
    }

    @Test
    void f26OfBothEndsStreamsAndTakesNewOnes() throws Exception {
        try (RealProxy proxy = nginx().clear();
                HttpSocket link = open(proxy)) {
            InputStream events = events(link);
            proxy.restart();
            assertThrows(IOException.class, events::read);
            assertEquals(200, post(proxy, "/echo", "x").status());
        }
        try (RealProxy proxy = haproxy().clear();
                HttpSocket link = open(proxy)) {
            InputStream events = events(link);
            proxy.restart();
            assertThrows(IOException.class, events::read);
            assertEquals(200, post(proxy, "/echo", "x").status());
        }
    }

    private Nginx nginx() {
        return new Nginx(folder, server.address());
    }

    private Haproxy haproxy() {
        return new Haproxy(folder, server.address(), other.address());
    }

    private static HttpSocket open(RealProxy proxy) throws IOException {
        return HttpSocket.open(proxy.address("/"), PATIENCE);
    }

    private static Response post(RealProxy proxy, String target, String body) throws IOException {
        try (HttpSocket link = open(proxy)) {
            link.send(request("POST").json(body.getBytes(UTF_8)), target);
            return link.answer();
        }
    }

    private static InputStream events(HttpSocket link) throws IOException {
        link.send(request("GET").with("Accept", "text/event-stream"), "/events");
        Response head = link.head();
        assertEquals(200, head.status());
        return link.body(head);
    }

    /**
     * Asks by HTTP/2 for a stream on which one event comes; nginx keeps the head until then. The client is kept, because one that
     * nobody holds closes its links.
     */
    private InputStream events2(RealProxy proxy, SelfSigned certificate) throws Exception {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(certificate.trusting())
                .build();
        HttpRequest request = HttpRequest.newBuilder(proxy.address("/events"))
                .header("Accept", "text/event-stream")
                .build();
        var answer = client.sendAsync(request, BodyHandlers.ofInputStream());
        server.nextStream().add("data: 1\n\n");
        assertEquals(HttpClient.Version.HTTP_2, answer.get().version());
        return answer.get().body();
    }
}
