// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.http.WebSocketPeer;
import dev.fairlead.api.http.WebSocketUpgrade;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The server's side of a WebSocket, as a test hears it. */
final class HeardSocket implements WebSocketListener {
    /** What a client says first. */
    static final String HANDSHAKE = String.join(
            "\r\n",
            "GET /ws HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: keep-alive, Upgrade",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    final CompletableFuture<WebSocketPeer> peer = new CompletableFuture<>();
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    final CompletableFuture<String> closed = new CompletableFuture<>();
    final AtomicInteger texts = new AtomicInteger();
    private final AtomicInteger callers = new AtomicInteger();
    volatile CompletionStage<Void> demand = CompletableFuture.completedFuture(null);

    WebSocketUpgrade upgrade(int maxBytes) {
        return new WebSocketUpgrade(Map.of(), null, maxBytes, opened -> {
            peer.complete(opened);
            return this;
        });
    }

    @Override
    public CompletionStage<Void> onText(byte[] utf8) {
        enter();
        texts.incrementAndGet();
        heard.add(new String(utf8, StandardCharsets.UTF_8));
        leave();
        return demand;
    }

    @Override
    public void onAlive() {
        enter();
        heard.add("alive");
        leave();
    }

    @Override
    public void onClosed(int code, String reason) {
        enter();
        if (!closed.complete(code + " " + reason)) {
            heard.add("closed twice");
        }
        leave();
    }

    WebSocketPeer peer() throws Exception {
        return peer.get(10, SECONDS);
    }

    String next() throws InterruptedException {
        String next = heard.poll(10, SECONDS);
        if (next == null) {
            throw new AssertionError("Nothing was heard.");
        }
        return next;
    }

    String closed() throws Exception {
        return closed.get(10, SECONDS);
    }

    private void enter() {
        if (callers.incrementAndGet() > 1 || closed.isDone()) {
            heard.add("called by two threads, or after the end");
        }
    }

    private void leave() {
        callers.decrementAndGet();
    }
}
