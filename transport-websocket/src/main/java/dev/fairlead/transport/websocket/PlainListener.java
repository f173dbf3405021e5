// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.spi.WireListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The way up in the plain profile: each text is a message. */
final class PlainListener implements WebSocketListener {
    private final WebSocketWire wire;
    private final WireListener listener;

    PlainListener(WebSocketWire wire, WireListener listener) {
        this.wire = wire;
        this.listener = listener;
    }

    @Override
    public CompletionStage<Void> onText(byte[] utf8) {
        return wire.ending() == null
                ? listener.onMessage(WireListener.UNNUMBERED, utf8)
                : CompletableFuture.completedFuture(null);
    }

    @Override
    public void onAlive() {
        listener.onAlive();
    }

    @Override
    public void onClosed(int code, String reason) {
        wire.onClosed(code);
    }
}
