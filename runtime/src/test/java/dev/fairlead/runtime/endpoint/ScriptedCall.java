// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.api.http.WebSocketUpgrade;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A call whose request is written by a test, and whose answer is read by it. */
final class ScriptedCall implements HttpCall {
    /** What was answered; the names of the headers have any case. */
    record Answer(int status, Map<String, String> headers, String body) {
        String header(String name) {
            return headers.get(name);
        }
    }

    private final String method;
    private final String path;
    private final String query;
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final List<Answer> answers = new ArrayList<>();
    private byte[] content = {};
    private final WrittenStream stream = new WrittenStream();
    private boolean held;
    private boolean secure;
    private boolean readBody;

    private ScriptedCall(String method, String target) {
        int mark = target.indexOf('?');
        this.method = method;
        this.path = mark < 0 ? target : target.substring(0, mark);
        this.query = mark < 0 ? "" : target.substring(mark + 1);
        with("Host", "localhost:7340");
    }

    static ScriptedCall call(String method, String path) {
        return new ScriptedCall(method, path);
    }

    /** A POST of JSON to the endpoint. */
    static ScriptedCall post(String json) {
        return call("POST", "/acp")
                .with("Content-Type", "application/json")
                .content(json.getBytes(StandardCharsets.UTF_8));
    }

    /** Sets a header, or with no value removes it. */
    ScriptedCall with(String name, String... values) {
        if (values.length == 0) {
            headers.remove(name);
        } else {
            headers.put(name, List.of(values));
        }
        return this;
    }

    ScriptedCall content(byte[] bytes) {
        content = bytes;
        return this;
    }

    /** Lets it come over TLS. */
    ScriptedCall overTls() {
        secure = true;
        return this;
    }

    /** Lets the body come only when the test says so. */
    ScriptedCall holdBody() {
        held = true;
        return this;
    }

    void bodyComes() {
        body.complete(content);
    }

    void clientVanishes() {
        body.completeExceptionally(new AgentException(Code.LINK_LOST, "The client is gone."));
    }

    /** Returns the one answer; fails if there is none, or more. */
    Answer answer() {
        assertEquals(1, answers.size(), () -> "answers to " + this + ": " + answers);
        return answers.get(0);
    }

    /** Returns the body of the answer, if it comes bit by bit. */
    WrittenStream written() {
        return stream;
    }

    int answers() {
        return answers.size();
    }

    boolean hasReadBody() {
        return readBody;
    }

    @Override
    public String toString() {
        return method + " " + path + " " + headers + " " + new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String path() {
        return path;
    }

    @Override
    public String query() {
        return query;
    }

    @Override
    public String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    @Override
    public InetSocketAddress remote() {
        return InetSocketAddress.createUnresolved("192.0.2.7", 50000);
    }

    @Override
    public boolean isSecure() {
        return secure;
    }

    @Override
    public boolean isWebSocket() {
        return false;
    }

    @Override
    public CompletionStage<byte[]> body(int limit) {
        assertEquals(false, readBody, "the body was read before");
        readBody = true;
        if (content.length > limit) {
            body.completeExceptionally(
                    new AgentException(Code.TOO_LARGE, "The body has more than " + limit + " bytes."));
        } else if (!held) {
            body.complete(content);
        }
        return body;
    }

    @Override
    public void respond(int status, Map<String, String> given, byte[] bytes) {
        Map<String, String> sent = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sent.putAll(given);
        assertEquals(given.size(), sent.size(), () -> "a header stands twice in " + given);
        answers.add(new Answer(status, sent, new String(bytes, StandardCharsets.UTF_8)));
    }

    @Override
    public HttpStream stream(int status, Map<String, String> given) {
        respond(status, given, new byte[0]);
        return stream;
    }

    @Override
    public void upgrade(WebSocketUpgrade upgrade) {
        respond(101, upgrade.headers(), new byte[0]);
    }
}
