// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.api.http.WebSocketUpgrade;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A WebSocket handshake with some offers, which can be answered with a 101 alone. */
final class FakeHandshake implements HttpCall {
    final FakeSocket socket = new FakeSocket();
    boolean webSocket = true;
    RuntimeException fault;
    WebSocketUpgrade upgrade;

    private final List<String> offers;

    FakeHandshake(String... offers) {
        this.offers = List.of(offers);
    }

    /** Sends the 101. */
    FakeSocket open() {
        socket.listener = upgrade.opened().apply(socket);
        return socket;
    }

    @Override
    public void upgrade(WebSocketUpgrade answer) {
        if (fault != null) {
            throw fault;
        }
        if (upgrade != null) {
            throw new AssertionError("A call is answered once");
        }
        upgrade = answer;
    }

    @Override
    public List<String> headers(String name) {
        return name.equalsIgnoreCase("Sec-WebSocket-Protocol") ? offers : List.of();
    }

    @Override
    public String header(String name) {
        return headers(name).stream().findFirst().orElse(null);
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/acp";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public InetSocketAddress remote() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 50_000);
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public boolean isWebSocket() {
        return webSocket;
    }

    @Override
    public CompletionStage<byte[]> body(int limit) {
        throw new AssertionError("A handshake has no body to read");
    }

    @Override
    public void respond(int status, Map<String, String> headers, byte[] body) {
        throw new AssertionError("Answered with " + status + " in place of a 101");
    }

    @Override
    public HttpStream stream(int status, Map<String, String> headers) {
        throw new AssertionError("Answered with a stream in place of a 101");
    }
}
