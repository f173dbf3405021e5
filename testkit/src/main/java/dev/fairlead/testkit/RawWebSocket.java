// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.testkit.Inbox.Arrival;
import dev.fairlead.testkit.Inbox.Kind;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A WebSocket of which nothing is hidden: the head of the 101, every frame, the close code. */
final class RawWebSocket implements Closeable {
    /** The name of its messages' stream in an {@link Inbox}. */
    static final String STREAM = "WebSocket";

    private static final String KEY = "ZmFpcmxlYWQtY29uZm9ybQ==";
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final HttpSocket socket;
    private final Response head;
    private final Inbox inbox;

    private RawWebSocket(HttpSocket socket, Response head, Inbox inbox) {
        this.socket = socket;
        this.head = head;
        this.inbox = inbox;
    }

    /** Returns a well-formed handshake of a plain client. */
    static Request handshake(Trial trial) {
        return trial.request("GET")
                .with("Connection", "Upgrade")
                .with("Upgrade", "websocket")
                .with("Sec-WebSocket-Version", "13")
                .with("Sec-WebSocket-Key", KEY);
    }

    /** Shakes hands and begins to read frames. */
    static RawWebSocket open(Trial trial) throws IOException {
        HttpSocket socket = trial.open();
        socket.send(handshake(trial), trial.subject().target());
        Response head = Expect.status(socket.head(), 101);
        socket.beStream();
        RawWebSocket webSocket =
                new RawWebSocket(socket, head, new Inbox(trial.subject().patience()));
        Thread reader = new Thread(webSocket::run, "conformance-websocket");
        reader.setDaemon(true);
        reader.start();
        return webSocket;
    }

    /** Returns what {@code Sec-WebSocket-Accept} must be (RFC 6455 §4.2.2). */
    static String accept() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((KEY + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-1, which every Java must have.", e);
        }
    }

    Response head() {
        return head;
    }

    Inbox inbox() {
        return inbox;
    }

    void send(String text) throws IOException {
        send(WebSocketFrame.text(text));
    }

    void send(WebSocketFrame frame) throws IOException {
        socket.write(frame.masked());
    }

    void write(byte[] bytes) throws IOException {
        socket.write(bytes);
    }

    /** Sends initialize and takes its answer. */
    Json initialize() throws IOException {
        send(Rpc.initialize("\"initialize\""));
        Json answer = inbox.awaitResponse("\"initialize\"").json();
        Expect.that(answer.at("result").isObject(), "initialize was refused: " + answer);
        return answer;
    }

    String newSession() throws IOException {
        send(Rpc.request("\"new\"", "session/new", Rpc.NEW_SESSION));
        return PlainClient.sessionId(inbox.awaitResponse("\"new\"").json());
    }

    /** Sends a request that no agent knows and takes the answer: what was sent before it has been handled then. */
    Json awaitAnswerToUnknownMethod(String id) throws IOException {
        send(Rpc.request(id, "_conformance/unknown", "{}"));
        return inbox.awaitResponse(id).json();
    }

    /** Waits for the server's close frame. */
    void expectClose(int code) {
        Arrival end = inbox.awaitEnd(STREAM);
        Expect.that(end.kind() == Kind.END, "expected close " + code + " but the link was cut: " + end.text());
        Expect.equal("close code", String.valueOf(code), end.text());
    }

    private void run() {
        try {
            DataInputStream in = new DataInputStream(socket.in());
            StringBuilder text = new StringBuilder();
            for (WebSocketFrame frame = WebSocketFrame.read(in); ; frame = WebSocketFrame.read(in)) {
                switch (frame.opcode()) {
                    case WebSocketFrame.CLOSE -> {
                        put(Kind.END, String.valueOf(frame.closeCode()));
                        return;
                    }
                    case WebSocketFrame.PING -> send(new WebSocketFrame(WebSocketFrame.PONG, true, frame.payload()));
                    case WebSocketFrame.PONG -> put(Kind.REMARK, frame.text());
                    case WebSocketFrame.BINARY -> put(Kind.CUT, "the server sent a binary frame");
                    default -> {
                        text.append(frame.text());
                        if (frame.last()) {
                            put(Kind.MESSAGE, text.toString());
                            text.setLength(0);
                        }
                    }
                }
            }
        } catch (IOException | ConformanceFailure e) {
            put(Kind.CUT, String.valueOf(e.getMessage()));
        }
    }

    private void put(Kind kind, String text) {
        inbox.put(new Arrival(STREAM, kind, "", "", text));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
