// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.api.http.WebSocketUpgrade;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** A GET with some headers, which can be answered with a stream alone. */
final class FakeCall implements HttpCall {
    final FakeStream stream = new FakeStream();
    int status;
    Map<String, String> answered = Map.of();
    String method = "GET";
    boolean webSocket;

    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    static FakeCall get(String... namesAndValues) {
        FakeCall call = new FakeCall();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            call.headers.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return call;
    }

    @Override
    public String method() {
        return method;
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
    public String header(String name) {
        return headers.get(name);
    }

    @Override
    public List<String> headers(String name) {
        return headers.containsKey(name) ? List.of(headers.get(name)) : List.of();
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
    public HttpStream stream(int status, Map<String, String> headers) {
        if (this.status != 0) {
            throw new AssertionError("A call is answered once");
        }
        this.status = status;
        this.answered = headers;
        return stream;
    }

    @Override
    public CompletionStage<byte[]> body(int limit) {
        throw new AssertionError("A GET has no body to read");
    }

    @Override
    public void respond(int status, Map<String, String> headers, byte[] body) {
        throw new AssertionError("Answered with " + status + " in place of a stream");
    }

    @Override
    public void upgrade(WebSocketUpgrade upgrade) {
        throw new AssertionError("Upgraded in place of a stream");
    }
}
