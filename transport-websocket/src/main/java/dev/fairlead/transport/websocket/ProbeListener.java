// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Streams;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks for a sign of life. A gateway is asked to attach to a connection that never exists, and says so: nothing is begun by it. A plain
 * server is pinged.
 */
final class ProbeListener implements WebSocketListener {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);
    private static final Resumption NOWHERE = new Resumption("probe", null, Streams.ALL, null);

    private final DialledWire wire;
    private final CompletableFuture<Void> proved;

    ProbeListener(DialledWire wire, CompletableFuture<Void> proved) {
        this.wire = wire;
        this.proved = proved;
        var unused = isPlain() // if it fails, the end of the socket tells
                ? wire.tell(new Notice.Heartbeat())
                : wire.send(ControlFrame.attach(NOWHERE));
    }

    private boolean isPlain() {
        return wire.profile() == WebSocketProfile.PLAIN;
    }

    private void prove() {
        proved.complete(null);
        wire.close(CloseReason.NORMAL);
    }

    @Override
    public CompletionStage<Void> onText(byte[] utf8) {
        prove();
        return DONE;
    }

    @Override
    public void onAlive() {
        if (isPlain()) { // before a gateway, something else may have answered the ping
            prove();
        }
    }

    @Override
    public void onClosed(int code, String reason) {
        CloseReason why = CloseStatus.ofServer(code, reason);
        proved.completeExceptionally(new AgentException(why.code(), why.detail()));
    }
}
