// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.api.http.WebSocketUpgrade;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A poll as it comes from the network, and its answer. */
final class FakeCall implements HttpCall {
    int status;
    Map<String, String> headers = Map.of();
    String answer = "";
    String method = "POST";
    String contentType = "application/json";
    final CompletableFuture<byte[]> body = new CompletableFuture<>();

    private final byte[] content;

    private FakeCall(String content) {
        this.content = content.getBytes(StandardCharsets.UTF_8);
    }

    /** Returns a poll; {@code '} stands for a quotation mark. */
    static FakeCall poll(String json) {
        return new FakeCall(json.replace('\'', '"'));
    }

    /** Returns the answer's body with {@code '} for quotation marks, without the line end. */
    String text() {
        return answer.strip().replace('"', '\'');
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return "/acp/poll";
    }

    @Override
    public String query() {
        return "";
    }

    @Override
    public String header(String name) {
        return name.equalsIgnoreCase("Content-Type") ? contentType : null;
    }

    @Override
    public List<String> headers(String name) {
        String value = header(name);
        return value == null ? List.of() : List.of(value);
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
        return false;
    }

    @Override
    public CompletionStage<byte[]> body(int limit) {
        if (content.length > limit) {
            body.completeExceptionally(new AgentException(Code.TOO_LARGE, "The body is too large."));
        } else {
            body.complete(content);
        }
        return body;
    }

    @Override
    public void respond(int given, Map<String, String> givenHeaders, byte[] bytes) {
        if (status != 0) {
            throw new AssertionError("A call is answered once");
        }
        status = given;
        headers = givenHeaders;
        answer = new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public HttpStream stream(int given, Map<String, String> givenHeaders) {
        throw new AssertionError("A poll's answer is whole");
    }

    @Override
    public void upgrade(WebSocketUpgrade upgrade) {
        throw new AssertionError("A poll is no handshake");
    }
}
