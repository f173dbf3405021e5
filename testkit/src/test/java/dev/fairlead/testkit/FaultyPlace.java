// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** Two small servers, a proxy before them, and the links that a test opens. */
final class FaultyPlace implements Closeable {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration SILENCE = Duration.ofMillis(150);

    private final Deque<Closeable> opened = new ArrayDeque<>();
    private final PlainServer server = new PlainServer();
    private final PlainServer other = new PlainServer();
    private final FaultProxy proxy;

    FaultyPlace() throws IOException {
        this(System::nanoTime);
    }

    /** Opens a place where the proxy takes the time from that clock. */
    FaultyPlace(LongSupplier clock) throws IOException {
        proxy = FaultProxy.to(server.address())
                .or(other.address())
                .http()
                .seed(27)
                .clock(clock)
                .start();
    }

    FaultProxy proxy() {
        return proxy;
    }

    PlainServer server() {
        return server;
    }

    PlainServer other() {
        return other;
    }

    HttpSocket open() throws IOException {
        return open(PATIENCE);
    }

    HttpSocket open(Duration patience) throws IOException {
        HttpSocket link =
                HttpSocket.open(URI.create("http://127.0.0.1:" + proxy.address().getPort() + "/"), patience);
        opened.add(link);
        return link;
    }

    static Request request(String method) {
        return new Request(method, List.of("Host: x"), new byte[0]);
    }

    static Request webSocket() {
        return request("GET")
                .with("Connection", "Upgrade")
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Version", "13")
                .with("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
    }

    /** Asks for an event stream, and returns it once its head has come. */
    InputStream events(HttpSocket link) throws IOException {
        link.send(request("GET").with("Accept", "text/event-stream"), "/events");
        Response head = link.head();
        assertEquals("text/event-stream", head.header("Content-Type"));
        return link.body(head);
    }

    Response post(HttpSocket link, String target, String body) throws IOException {
        link.send(request("POST").json(body), target);
        return link.answer();
    }

    static Response head(HttpSocket link) throws IOException {
        link.patience(PATIENCE);
        return link.head();
    }

    static Response answer(HttpSocket link) throws IOException {
        link.patience(PATIENCE);
        return link.answer();
    }

    static String read(InputStream in, int count) throws IOException {
        return new String(in.readNBytes(count), UTF_8);
    }

    static String readAll(InputStream in) throws IOException {
        return new String(in.readAllBytes(), UTF_8);
    }

    @Override
    public void close() throws IOException {
        for (Closeable resource : opened) {
            resource.close();
        }
        proxy.close();
        server.close();
        other.close();
    }
}
