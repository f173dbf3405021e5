// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.must;
import static dev.fairlead.testkit.ConformanceCheck.should;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What a WebSocket must do with frames, good and bad. */
final class WebSocketFrameChecks {
    private static final String ROW = "1 · GET + Upgrade: websocket";
    private static final int TOO_LARGE = 64 * 1024 * 1024;
    private static final int PIECE = 64 * 1024;

    private WebSocketFrameChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "ws-binary-ignored",
                        ROW,
                        "A binary frame is ignored, even if it holds a message.",
                        WebSocketFrameChecks::binaryIgnored),
                must(
                        "ws-oversized-1009",
                        ROW,
                        "A text message of 64 MiB is answered with close 1009.",
                        WebSocketFrameChecks::oversized),
                must(
                        "ws-fragments",
                        "RFC 6455 §5.4",
                        "A message in three fragments, cut inside a character and with a ping between, is one message.",
                        WebSocketFrameChecks::fragments),
                must(
                        "ws-ping-pong",
                        "RFC 6455 §5.5.2",
                        "A ping is answered with a pong of the same payload.",
                        WebSocketFrameChecks::pingPong),
                must(
                        "ws-close-answered",
                        "RFC 6455 §5.5.1",
                        "A close frame is answered with a close frame of the same code.",
                        WebSocketFrameChecks::closeAnswered),
                should(
                        "ws-unmasked-1002",
                        "RFC 6455 §5.1",
                        "A frame without a mask is answered with close 1002.",
                        WebSocketFrameChecks::unmasked),
                should(
                        "ws-invalid-utf8-1007",
                        "RFC 6455 §8.1",
                        "A text message that is not UTF-8 is answered with close 1007.",
                        WebSocketFrameChecks::invalidUtf8));
    }

    private static void binaryIgnored(Trial trial) throws IOException {
        RawWebSocket socket = initialized(trial);
        byte[] message = Rpc.request("\"binary\"", "_conformance/unknown", "{}").getBytes(StandardCharsets.UTF_8);
        socket.send(new WebSocketFrame(WebSocketFrame.BINARY, true, message));
        socket.awaitAnswerToUnknownMethod("2");
        boolean answered = socket.inbox().past().stream()
                .anyMatch(arrival -> arrival.json().at("id").text().equals("binary"));
        Expect.that(!answered, "the message in the binary frame was answered");
    }

    private static void oversized(Trial trial) throws IOException {
        RawWebSocket socket = initialized(trial);
        byte[] piece = " ".repeat(PIECE).getBytes(StandardCharsets.US_ASCII);
        socket.write(WebSocketFrame.text("").header(TOO_LARGE, true));
        try {
            for (int sent = 0; sent < TOO_LARGE; sent += PIECE) {
                socket.write(piece);
            }
        } catch (IOException refused) {
            // The server need not read on; whether it said why shows now.
            socket.expectClose(1009);
            return;
        }
        socket.expectClose(1009);
    }

    private static void fragments(Trial trial) throws IOException {
        RawWebSocket socket = initialized(trial);
        byte[] message = Rpc.request("\"\u20ac\"", "_conformance/unknown", "{}").getBytes(StandardCharsets.UTF_8);
        int cut = new String(message, StandardCharsets.ISO_8859_1).indexOf('\u00e2') + 1;
        socket.send(new WebSocketFrame(WebSocketFrame.TEXT, false, part(message, 0, cut)));
        socket.send(new WebSocketFrame(WebSocketFrame.PING, true, new byte[0]));
        socket.send(new WebSocketFrame(WebSocketFrame.CONTINUATION, false, part(message, cut, cut + 4)));
        socket.send(new WebSocketFrame(WebSocketFrame.CONTINUATION, true, part(message, cut + 4, message.length)));
        socket.inbox().awaitResponse("\"\u20ac\"");
    }

    private static void pingPong(Trial trial) throws IOException {
        RawWebSocket socket = initialized(trial);
        socket.send(new WebSocketFrame(WebSocketFrame.PING, true, "abc".getBytes(StandardCharsets.US_ASCII)));
        socket.inbox()
                .await(
                        "The pong",
                        arrival -> arrival.kind() == Inbox.Kind.REMARK
                                && arrival.text().equals("abc"));
    }

    private static void closeAnswered(Trial trial) throws IOException {
        RawWebSocket socket = initialized(trial);
        socket.send(WebSocketFrame.close(1000));
        socket.expectClose(1000);
    }

    private static void unmasked(Trial trial) throws IOException {
        RawWebSocket socket = initialized(trial);
        socket.write(WebSocketFrame.text(Rpc.request("2", "_conformance/unknown", "{}"))
                .unmasked());
        socket.expectClose(1002);
    }

    private static void invalidUtf8(Trial trial) throws IOException {
        RawWebSocket socket = initialized(trial);
        socket.send(new WebSocketFrame(WebSocketFrame.TEXT, true, new byte[] {'"', (byte) 0xff, '"'}));
        socket.expectClose(1007);
    }

    private static RawWebSocket initialized(Trial trial) throws IOException {
        RawWebSocket socket = trial.webSocket();
        socket.initialize();
        return socket;
    }

    private static byte[] part(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }
}
