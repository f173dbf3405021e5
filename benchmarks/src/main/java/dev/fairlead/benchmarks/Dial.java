// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Opens raw sockets up to where a load begins; it blocks. */
final class Dial {
    static final String INITIALIZE =
            "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":1,\"clientCapabilities\":{}}}";
    private static final Pattern CONNECTION = Pattern.compile("(?i)\r\nAcp-Connection-Id: *(\\S+)");
    private static final Pattern LENGTH = Pattern.compile("(?i)\r\nContent-Length: *(\\d+)");

    private final InetSocketAddress server;

    Dial(InetSocketAddress server) {
        this.server = server;
    }

    /** Returns a notification that gives the load agent an order. */
    static String order(String method) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"" + method + "\"}";
    }

    SocketChannel connect() throws IOException {
        return connect(0);
    }

    private SocketChannel connect(int receiveBuffer) throws IOException {
        SocketChannel channel = SocketChannel.open();
        if (receiveBuffer > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBuffer);
        }
        channel.connect(server);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    /** Opens a connection over WebSocket, initialized, with that order given if it is not empty. */
    SocketChannel fairleadWebSocket(String order, int receiveBuffer) throws IOException {
        SocketChannel channel = connect(receiveBuffer);
        upgrade(channel, "/acp", "Sec-WebSocket-Protocol: fairlead.v1\r\n");
        text(channel, "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/attach\",\"params\":{}}");
        until(channel, "_fairlead/attached");
        text(channel, "1 " + INITIALIZE);
        until(channel, "\"result\"");
        if (!order.isEmpty()) {
            give(channel, order);
        }
        return channel;
    }

    /** Gives the agent behind a new connection over WebSocket its first order. */
    static void give(SocketChannel channel, String order) throws IOException {
        text(channel, "2 " + order(order));
    }

    /** Opens a WebSocket of a bare server. */
    SocketChannel webSocket(String path) throws IOException {
        SocketChannel channel = connect();
        upgrade(channel, path, "");
        return channel;
    }

    private static void upgrade(SocketChannel channel, String path, String more) throws IOException {
        send(
                channel,
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + more
                        + "\r\n");
        until(channel, "\r\n\r\n");
    }

    /** Opens a connection by POST; the socket can be used again. */
    static String initialize(SocketChannel poster) throws IOException {
        String answer = exchange(poster, post("/acp", "", INITIALIZE));
        Matcher id = CONNECTION.matcher(answer);
        if (!id.find()) {
            throw new IOException("No connection: " + answer);
        }
        return id.group(1);
    }

    /** Opens the one stream that carries all of a connection. */
    SocketChannel eventStream(String connectionId) throws IOException {
        SocketChannel channel = connect();
        send(
                channel,
                "GET /acp HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\nFairlead-Stream: all\r\n"
                        + "Acp-Connection-Id: " + connectionId + "\r\n\r\n");
        until(channel, "retry: 1000\n\n");
        return channel;
    }

    /** Opens a stream of a bare server. */
    SocketChannel bareStream(String path) throws IOException {
        SocketChannel channel = connect();
        send(channel, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n");
        return channel;
    }

    /** Returns a POST of a message. */
    static String post(String path, String connectionId, String json) {
        return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + json.length() + (connectionId.isEmpty() ? "" : "\r\nAcp-Connection-Id: " + connectionId) + "\r\n\r\n"
                + json;
    }

    /** Sends a request and returns the whole answer. */
    static String exchange(SocketChannel channel, String request) throws IOException {
        send(channel, request);
        StringBuilder answer = new StringBuilder(until(channel, "\r\n\r\n"));
        Matcher length = LENGTH.matcher(answer);
        int end = answer.indexOf("\r\n\r\n") + 4 + (length.find() ? Integer.parseInt(length.group(1)) : 0);
        while (answer.length() < end) {
            answer.append(read(channel));
        }
        return answer.toString();
    }

    private static String until(SocketChannel channel, String mark) throws IOException {
        StringBuilder text = new StringBuilder();
        while (text.indexOf(mark) < 0) {
            text.append(read(channel));
        }
        return text.toString();
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        if (channel.read(buffer) < 0) {
            throw new IOException("The server closed the socket.");
        }
        return StandardCharsets.ISO_8859_1.decode(buffer.flip()).toString();
    }

    private static void send(SocketChannel channel, String text) throws IOException {
        channel.write(ByteBuffer.wrap(Payload.ascii(text)));
    }

    private static void text(SocketChannel channel, String text) throws IOException {
        channel.write(frame(text));
    }

    /** Returns a client's text frame, masked with zeros (RFC 6455 §5.3 does not say how random a mask is). */
    static ByteBuffer frame(String text) {
        byte[] payload = Payload.ascii(text);
        ByteBuffer frame = ByteBuffer.allocate(8 + payload.length).put((byte) 0x81);
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        return frame.putInt(0).put(payload).flip();
    }
}
