// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The way up over a WebSocket that was dialled, and the end of the socket from our side. */
final class DialledWire implements Wire {
    private final Peer peer;
    private final JdkSocket socket;
    private final WebSocketProfile profile;
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();

    DialledWire(Peer peer, JdkSocket socket, WebSocketProfile profile) {
        this.peer = peer;
        this.socket = socket;
        this.profile = profile;
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        return socket.send(profile.frames(batch));
    }

    /** In the plain profile a heartbeat is a ping, and no other notice has a form. */
    @Override
    public CompletionStage<Void> tell(Notice notice) {
        if (profile == WebSocketProfile.RESUMABLE) {
            return send(notice.json());
        }
        return notice instanceof Notice.Heartbeat ? socket.ping() : CompletableFuture.completedFuture(null);
    }

    /** Returns the profile that the server picked. */
    WebSocketProfile profile() {
        return profile;
    }

    /** Sends a control frame. */
    CompletionStage<Void> send(String json) {
        return socket.send(List.of(StandardCharsets.UTF_8.encode(json)));
    }

    /** Says goodbye; a link that is broken or stalled is cut without a word. */
    @Override
    public void close(CloseReason why) {
        if (!reason.compareAndSet(null, why)) {
            return;
        }
        if (why.code() == Code.LINK_LOST || why.code() == Code.STALLED) {
            socket.cut();
        } else {
            socket.close(CloseStatus.of(why.code()), why.detail());
        }
    }

    /** Returns why this wire was closed from our side, or null as long as it was not. */
    @Nullable CloseReason reason() {
        return reason.get();
    }
}
