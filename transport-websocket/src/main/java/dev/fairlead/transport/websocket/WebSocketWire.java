// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.WebSocketPeer;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The way down over one WebSocket, and the end of the socket. */
final class WebSocketWire implements Wire {
    private final Peer peer;
    private final WebSocketPeer socket;
    private final WebSocketProfile profile;
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    WebSocketWire(Peer peer, WebSocketPeer socket, WebSocketProfile profile) {
        this.peer = peer;
        this.socket = socket;
        this.profile = profile;
    }

    /** Hands this wire to the runtime; the listener hears of the end, also when it has come before. */
    WireListener start(Attachment attachment) {
        WireListener listener = attachment.start(this);
        closed().thenAccept(listener::onClosed);
        return listener;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        return socket.send(profile.frames(batch));
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        if (profile.tells(notice)) {
            return send(notice.json());
        }
        return notice instanceof Notice.Heartbeat ? socket.ping() : CompletableFuture.completedFuture(null);
    }

    /** Sends a control frame. */
    CompletionStage<Void> send(String json) {
        return socket.send(List.of(StandardCharsets.UTF_8.encode(json)));
    }

    @Override
    public void close(CloseReason why) {
        if (reason.compareAndSet(null, why)) {
            socket.close(CloseStatus.of(why.code()), CloseStatus.text(why.detail()));
        }
    }

    /** Learns that the socket is gone, and with which status. */
    void onClosed(int status) {
        closed.complete(Objects.requireNonNullElse(reason.get(), CloseStatus.reason(status)));
    }

    /** Returns why this wire ends or has ended, or null while it is open. */
    @Nullable CloseReason ending() {
        CloseReason ours = reason.get();
        return ours == null ? closed.getNow(null) : ours;
    }

    /** Returns a stage that completes when the socket is gone, whoever closed it. */
    CompletionStage<CloseReason> closed() {
        return closed;
    }
}
