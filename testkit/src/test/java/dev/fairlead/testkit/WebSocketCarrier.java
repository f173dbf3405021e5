// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Both ways over {@code fairlead.v1}: attaches with its cursor, acknowledges, and sends again what was not accepted (wire.md 2.4). */
final class WebSocketCarrier implements Carrier {
    private static final String STREAM = "stream of everything";
    private static final int ACKNOWLEDGED_AT_ONCE = 32;

    private final ResumingClient client;
    private final CarrierThreads threads;

    WebSocketCarrier(ResumingClient client) {
        this.client = client;
        this.threads = new CarrierThreads(client, client.outgoing()::wake);
    }

    @Override
    public void start() {
        threads.start("WebSocket", this::carry);
    }

    @Override
    public void open(String sessionId) {
        // One wire carries all streams.
    }

    private void carry(HttpSocket socket) throws IOException, InterruptedException {
        shakeHands(socket);
        send(socket, control("attach", attach()));
        DataInputStream in = new DataInputStream(socket.in());
        Json attached = Json.parse(text(socket, in));
        Expect.equal(
                "the answer to attach",
                "_fairlead/attached",
                attached.at("method").text());
        client.connectedTo(attached.at("params", "connectionId").text());
        client.outgoing()
                .acceptedUpTo(Long.parseLong(attached.at("params", "received").source()));
        client.outgoing().unclaim();
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = new Thread(() -> write(socket, over), "client-WebSocket-writer");
        writer.start();
        try {
            while (!threads.isClosed()) {
                take(socket, text(socket, in));
            }
        } finally {
            over.set(true);
            socket.close();
            client.outgoing().wake();
            writer.join();
        }
    }

    private void shakeHands(HttpSocket socket) throws IOException {
        Request get = client.request("GET")
                .with("Connection", "Upgrade")
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Version", "13")
                .with("Sec-WebSocket-Key", "ZmFpcmxlYWQtY29uZm9ybQ==")
                .with("Sec-WebSocket-Protocol", "fairlead.v1");
        socket.send(get, client.subject().target());
        Response head = Expect.status(socket.head(), 101);
        Expect.equal("the subprotocol", "fairlead.v1", head.header("Sec-WebSocket-Protocol"));
    }

    private String attach() {
        String who = "\"client\":" + Json.quote(client.name());
        return client.connectionId().isEmpty()
                ? "{" + who + "}"
                : "{" + who + ",\"connectionId\":" + Json.quote(client.connectionId()) + ",\"after\":"
                        + client.ledger().cursor(STREAM) + "}";
    }

    private void write(HttpSocket socket, AtomicBoolean over) {
        try {
            Outgoing.Numbered message = client.outgoing().claim(over::get);
            while (message != null) {
                send(socket, message.sequence() + " " + message.json());
                message = client.outgoing().claim(over::get);
            }
        } catch (IOException cut) {
            // The reader sees it too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(HttpSocket socket, String text) throws IOException {
        if (text.startsWith("{")) {
            Json notice = Json.parse(text);
            String name = notice.at("method").text().substring("_fairlead/".length());
            if (name.equals("ack")) {
                client.outgoing()
                        .acceptedUpTo(
                                Long.parseLong(notice.at("params", "sequence").source()));
            } else {
                client.ledger().takeNotice(STREAM, name, notice.at("params"));
            }
            return;
        }
        int space = text.indexOf(' ');
        long sequence = Long.parseLong(text.substring(0, space));
        client.ledger().take(STREAM, sequence, text.substring(space + 1));
        if (sequence % ACKNOWLEDGED_AT_ONCE == 0) {
            send(socket, control("ack", "{\"sequence\":" + sequence + "}"));
        }
    }

    /** Reads the next text, and answers pings meanwhile. */
    private static String text(HttpSocket socket, DataInputStream in) throws IOException {
        while (true) {
            WebSocketFrame frame = WebSocketFrame.read(in);
            switch (frame.opcode()) {
                case WebSocketFrame.TEXT -> {
                    return frame.text();
                }
                case WebSocketFrame.PING ->
                    socket.write(new WebSocketFrame(WebSocketFrame.PONG, true, frame.payload()).masked());
                default -> throw new IOException("the gateway has closed with " + frame.closeCode());
            }
        }
    }

    private static String control(String name, String params) {
        return Rpc.notification("_fairlead/" + name, params);
    }

    private static void send(HttpSocket socket, String text) throws IOException {
        synchronized (socket) {
            socket.write(WebSocketFrame.text(text).masked());
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
