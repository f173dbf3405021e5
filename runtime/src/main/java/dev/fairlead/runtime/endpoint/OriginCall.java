// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.api.http.WebSocketUpgrade;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A call of a page whose origin is allowed: every answer says so (CORS, Fetch §3.2). */
record OriginCall(HttpCall call, String origin) implements HttpCall {
    private Map<String, String> with(Map<String, String> headers) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Access-Control-Allow-Origin", origin);
        all.put("Access-Control-Expose-Headers", Headers.CONNECTION_ID + ", Retry-After");
        all.put("Vary", "Origin");
        return all;
    }

    @Override
    public String method() {
        return call.method();
    }

    @Override
    public String path() {
        return call.path();
    }

    @Override
    public String query() {
        return call.query();
    }

    @Override
    public @Nullable String header(String name) {
        return call.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return call.headers(name);
    }

    @Override
    public InetSocketAddress remote() {
        return call.remote();
    }

    @Override
    public boolean isSecure() {
        return call.isSecure();
    }

    @Override
    public boolean isWebSocket() {
        return call.isWebSocket();
    }

    @Override
    public CompletionStage<byte[]> body(int limit) {
        return call.body(limit);
    }

    @Override
    public void respond(int status, Map<String, String> headers, byte[] body) {
        call.respond(status, with(headers), body);
    }

    @Override
    public HttpStream stream(int status, Map<String, String> headers) {
        return call.stream(status, with(headers));
    }

    @Override
    public void upgrade(WebSocketUpgrade upgrade) {
        call.upgrade(upgrade);
    }
}
