// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static dev.fairlead.testkit.ConformanceCheck.must;
import static dev.fairlead.testkit.ConformanceCheck.should;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What the WebSocket of a plain client must do with messages. */
final class WebSocketChecks {
    private static final String ROW = "1 · GET + Upgrade: websocket";

    private WebSocketChecks() {}

    static List<ConformanceCheck> all() {
        return List.of(
                must(
                        "ws-handshake-101",
                        ROW,
                        "A well-formed handshake is answered with 101 as RFC 6455 §4.2.2 says.",
                        WebSocketChecks::handshake),
                must(
                        "ws-connection-id",
                        ROW,
                        "The 101 has Acp-Connection-Id, and each socket is a new connection.",
                        WebSocketChecks::connectionId),
                must(
                        "ws-nothing-unasked",
                        "RFC 6455 §4.1",
                        "Who offers no subprotocol and no extension gets none.",
                        WebSocketChecks::nothingUnasked),
                should(
                        "ws-bad-handshake-refused",
                        "RFC 6455 §4.2.2",
                        "A handshake without a key, or of an unknown version, is refused with a 4xx status.",
                        WebSocketChecks::badHandshake),
                must(
                        "ws-first-message-initialize",
                        ROW,
                        "A socket whose first message is another request or a notification is closed with 1002.",
                        WebSocketChecks::firstMessage),
                must(
                        "ws-second-initialize",
                        ROW,
                        "A second initialize is answered with -32600 and its id; the socket stays open.",
                        WebSocketChecks::secondInitialize),
                must(
                        "ws-batch",
                        "1 · batch",
                        "A batch is answered with one -32600 with id null; the socket stays open.",
                        WebSocketChecks::batch),
                should(
                        "ws-invalid-json",
                        "1 · invalid JSON; JSON-RPC 2.0 §5.1",
                        "Text that is not JSON is answered with -32700 with id null; the socket stays open.",
                        WebSocketChecks::invalidJson),
                must(
                                "ws-session",
                                ROW,
                                "session/new, updates, a permission request and their responses all pass the one socket.",
                                WebSocketChecks::session)
                        .withDemoAgent(),
                must(
                                "ws-chunks-in-order",
                                "1 · Streams",
                                "All chunks of a prompt come, in order, once, before its response.",
                                WebSocketChecks::chunksInOrder)
                        .withDemoAgent(),
                must(
                                "ws-same-id-in-both-directions",
                                "1 · both directions may use the same id, 1 and \"1\" differ",
                                "The client may use the id of a pending request of the agent, as a number and as a string.",
                                WebSocketChecks::sameId)
                        .withDemoAgent(),
                must(
                        "ws-close-ends-connection",
                        ROW + "; 2.4 · the plain profile's socket ends it",
                        "When the socket is closed, its connection is gone: its id gets 404.",
                        WebSocketChecks::closeEndsConnection));
    }

    private static void handshake(Trial trial) throws IOException {
        Response head = trial.webSocket().head();
        Expect.equal("Upgrade", "websocket", head.header("Upgrade").toLowerCase(Locale.ROOT));
        Expect.listed(head, "Connection", "upgrade");
        Expect.equal("Sec-WebSocket-Accept", RawWebSocket.accept(), head.header("Sec-WebSocket-Accept"));
    }

    private static void connectionId(Trial trial) throws IOException {
        String one = trial.webSocket().head().header(Request.CONNECTION);
        String other = trial.webSocket().head().header(Request.CONNECTION);
        Expect.that(!one.isBlank(), "the 101 has no Acp-Connection-Id");
        Expect.that(!one.equals(other), "two sockets have the same connection id");
    }

    private static void nothingUnasked(Trial trial) throws IOException {
        Response head = trial.webSocket().head();
        Expect.equal("Sec-WebSocket-Protocol", "", head.header("Sec-WebSocket-Protocol"));
        Expect.equal("Sec-WebSocket-Extensions", "", head.header("Sec-WebSocket-Extensions"));
    }

    private static void badHandshake(Trial trial) throws IOException {
        Request handshake = RawWebSocket.handshake(trial);
        for (Request bad :
                List.of(handshake.without("Sec-WebSocket-Key"), handshake.set("Sec-WebSocket-Version", "99"))) {
            int status = trial.head(bad).status();
            Expect.that(status >= 400 && status < 500, "expected a 4xx status but was " + status);
        }
    }

    private static void firstMessage(Trial trial) throws IOException {
        for (String message : List.of(
                Rpc.request("1", "session/new", Rpc.NEW_SESSION), Rpc.notification("_conformance/unknown", "{}"))) {
            RawWebSocket socket = trial.webSocket();
            socket.send(message);
            socket.expectClose(1002);
        }
    }

    private static void secondInitialize(Trial trial) throws IOException {
        RawWebSocket socket = trial.webSocket();
        socket.initialize();
        socket.send(Rpc.initialize("2"));
        Expect.error(socket.inbox().awaitResponse("2").json(), -32600);
        socket.awaitAnswerToUnknownMethod("3");
    }

    private static void batch(Trial trial) throws IOException {
        RawWebSocket socket = trial.webSocket();
        socket.initialize();
        socket.send("[" + Rpc.request("2", "_conformance/unknown", "{}") + "]");
        Expect.error(socket.inbox().awaitResponse("null").json(), -32600);
        socket.awaitAnswerToUnknownMethod("3");
    }

    private static void invalidJson(Trial trial) throws IOException {
        RawWebSocket socket = trial.webSocket();
        socket.initialize();
        socket.send("{\"jsonrpc\":");
        Expect.error(socket.inbox().awaitResponse("null").json(), -32700);
        socket.awaitAnswerToUnknownMethod("3");
    }

    private static void session(Trial trial) throws IOException {
        RawWebSocket socket = trial.webSocket();
        socket.initialize();
        String session = socket.newSession();
        socket.send(Rpc.prompt("1", session, "ask permission"));
        socket.send(Rpc.permit(socket.inbox().awaitRequest("session/request_permission")));
        Json turn = socket.inbox().awaitResponse("1").json();
        Expect.equal("stopReason", "end_turn", turn.at("result", "stopReason").text());
    }

    private static void chunksInOrder(Trial trial) throws IOException {
        RawWebSocket socket = trial.webSocket();
        socket.initialize();
        String session = socket.newSession();
        socket.send(Rpc.prompt("1", session, "stream 200 chunks every 1 ms of 400 bytes"));
        socket.inbox().awaitResponse("1");
        Chunks.of(socket.inbox(), session).expect(200);
    }

    private static void sameId(Trial trial) throws IOException {
        RawWebSocket socket = trial.webSocket();
        socket.initialize();
        String session = socket.newSession();
        socket.send(Rpc.prompt("\"prompt\"", session, "ask permission"));
        Json permission = socket.inbox().awaitRequest("session/request_permission");
        String id = permission.at("id").source();
        String twin = permission.at("id").isString() ? "7" : "\"" + id + "\"";
        Expect.error(socket.awaitAnswerToUnknownMethod(id), -32601);
        Expect.error(socket.awaitAnswerToUnknownMethod(twin), -32601);
        socket.send(Rpc.permit(permission));
        Json turn = socket.inbox().awaitResponse("\"prompt\"").json();
        Expect.equal("stopReason", "end_turn", turn.at("result", "stopReason").text());
    }

    private static void closeEndsConnection(Trial trial) throws IOException {
        RawWebSocket socket = trial.webSocket();
        socket.initialize();
        String id = socket.head().header(Request.CONNECTION);
        Expect.that(!id.isBlank(), "the 101 has no Acp-Connection-Id");
        socket.send(WebSocketFrame.close(1000));
        socket.inbox().awaitEnd(RawWebSocket.STREAM);
        socket.close();
        trial.awaitUnknown(id);
    }
}
