// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.api.http.WebSocketUpgrade;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import io.undertow.util.HeaderValues;
import io.undertow.util.HttpString;
import io.undertow.util.StatusCodes;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One exchange of Undertow, as a call. */
final class UndertowCall implements HttpCall {
    private static final Duration LONGEST_LINGER = Duration.ofSeconds(5);

    private final Exchange exchange;
    private final HttpServerExchange undertow;
    private final Duration transferTime;
    /** How long a peer may go on sending what nobody reads, and how long it may take over the last bytes of a stream. */
    private final Duration linger;

    private final CallCount calls;
    private final RequestBody requestBody;
    private final AtomicBoolean bodyTaken = new AtomicBoolean();
    private final AtomicBoolean answered = new AtomicBoolean();

    UndertowCall(Exchange exchange, Duration transferTime, CallCount calls) {
        this.exchange = exchange;
        this.undertow = exchange.undertow();
        this.transferTime = transferTime;
        this.linger = transferTime.compareTo(LONGEST_LINGER) < 0 ? transferTime : LONGEST_LINGER;
        this.calls = calls;
        this.requestBody = new RequestBody(exchange, transferTime);
    }

    @Override
    public String method() {
        return undertow.getRequestMethod().toString();
    }

    @Override
    public String path() {
        return undertow.getRequestPath();
    }

    @Override
    public String query() {
        return undertow.getQueryString();
    }

    @Override
    public @Nullable String header(String name) {
        return undertow.getRequestHeaders().getFirst(name);
    }

    @Override
    public List<String> headers(String name) {
        HeaderValues values = undertow.getRequestHeaders().get(name);
        return values == null ? List.of() : List.copyOf(values);
    }

    @Override
    public InetSocketAddress remote() {
        return undertow.getConnection().getPeerAddress(InetSocketAddress.class);
    }

    @Override
    public boolean isSecure() {
        return undertow.getConnection().getSslSessionInfo() != null; // the scheme of HTTP/2 is what the client says
    }

    @Override
    public boolean isWebSocket() {
        return WebSocketHandshake.isOne(undertow);
    }

    @Override
    public CompletionStage<byte[]> body(int limit) {
        if (!bodyTaken.compareAndSet(false, true)) {
            throw new IllegalStateException("The body of " + this + " was read before.");
        }
        CompletableFuture<byte[]> bytes = new CompletableFuture<>();
        exchange.loop()
                .run(
                        () -> requestBody.read(limit, bytes),
                        () -> bytes.completeExceptionally(
                                new AgentException(Code.LINK_LOST, "The gateway has stopped.")));
        return bytes;
    }

    @Override
    public void respond(int status, Map<String, String> headers, byte[] body) {
        answerOnce();
        exchange.loop().run(() -> send(status, headers, body));
    }

    @Override
    public HttpStream stream(int status, Map<String, String> headers) {
        answerOnce();
        Runnable opening = () -> {
            if (begin(status, headers)) {
                PeerWatch.over(undertow);
            } else {
                requestBody.drain(linger);
            }
        };
        UndertowStream stream = new UndertowStream(exchange, opening, linger);
        stream.begin();
        return stream;
    }

    @Override
    public void upgrade(WebSocketUpgrade upgrade) {
        if (!isWebSocket()) {
            throw new AgentException(Code.PROTOCOL, "The request is no WebSocket handshake.");
        }
        answerOnce();
        HttpServerConnection connection = (HttpServerConnection) undertow.getConnection();
        UndertowWebSocket socket = new UndertowWebSocket(connection, upgrade, calls);
        exchange.loop().run(() -> {
            WebSocketHandshake.accept(undertow, upgrade);
            socket.begin();
            undertow.upgradeChannel((channel, ended) -> socket.open(channel));
            exchange.end();
        });
    }

    /** Answers with 500, or cuts the connection if an answer has begun. */
    void fail() {
        if (answered.compareAndSet(false, true)) {
            exchange.loop().run(() -> send(StatusCodes.INTERNAL_SERVER_ERROR, Map.of(), new byte[0]));
        } else {
            exchange.loop().run(exchange::cut);
        }
    }

    @Override
    public String toString() {
        return method() + " " + path();
    }

    private void answerOnce() {
        if (!answered.compareAndSet(false, true)) {
            throw new IllegalStateException("The call " + this + " was answered before.");
        }
    }

    private void send(int status, Map<String, String> headers, byte[] body) {
        if (exchange.isOver()) {
            return; // the peer is gone
        }
        boolean keep = begin(status, headers);
        if (exchange.isOver()) {
            return;
        }
        if (status != StatusCodes.NO_CONTENT && status != StatusCodes.NOT_MODIFIED) {
            undertow.setResponseContentLength(body.length);
        }
        ResponseBody response = new ResponseBody(exchange);
        CompletionStage<Void> sent = response.write(ByteBuffer.wrap(body)).thenCompose(nothing -> response.finish());
        if (!sent.toCompletableFuture().isDone()) {
            Deadline deadline = new Deadline(exchange.loop(), transferTime, response::written, exchange::cut);
            deadline.start();
            sent.thenRun(deadline::stop);
            exchange.over().thenRun(deadline::stop);
        }
        sent.thenRun(() -> {
            if (keep) {
                exchange.end();
            } else {
                requestBody.drain(linger);
            }
        });
    }

    /** Sets status and headers. Returns whether the request has been read to its end, so that the connection can be kept. */
    private boolean begin(int status, Map<String, String> headers) {
        boolean whole = requestBody.skip();
        if (!whole) {
            undertow.setPersistent(false);
        }
        undertow.setStatusCode(status);
        headers.forEach((name, value) -> undertow.getResponseHeaders().put(HttpString.tryFromString(name), value));
        return whole;
    }
}
