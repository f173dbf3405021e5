// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.spi.GuardedListener;
import dev.fairlead.api.spi.WireListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What a server says in the plain profile: each text is a message, and its pong proves that the socket carries something. */
final class PlainServerListener implements WebSocketListener {
    private final DialledWire wire;
    private final GuardedListener listener;
    private final CompletableFuture<Void> proved;

    /**
     * Creates a listener.
     *
     * @param proved completes with the first sign of life
     */
    PlainServerListener(DialledWire wire, GuardedListener listener, CompletableFuture<Void> proved) {
        this.wire = wire;
        this.listener = listener;
        this.proved = proved;
    }

    @Override
    public CompletionStage<Void> onText(byte[] utf8) {
        proved.complete(null);
        return listener.onMessage(WireListener.UNNUMBERED, utf8);
    }

    @Override
    public void onAlive() {
        if (!proved.complete(null)) {
            listener.onAlive();
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        CloseReason ours = wire.reason();
        CloseReason why = ours != null ? ours : CloseStatus.ofServer(code, reason);
        proved.completeExceptionally(new AgentException(why.code(), why.detail()));
        if (!proved.isCompletedExceptionally()) { // a failed attempt is heard of by its stage alone [6.5]
            listener.onClosed(why);
        }
    }
}
