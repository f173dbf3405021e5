// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.WebSocketUpgrade;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.api.spi.OpenWires;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.WireListener;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Answers WebSocket handshakes in the profile that the client offers, and keeps the open sockets so that they can be stopped. */
final class WebSocketRoute implements HttpRoute, RunningTransport {
    private final ServeContext context;
    private final boolean keepPlain;
    private final Duration attachTime;
    private final OpenWires<WebSocketWire> wires = new OpenWires<>();

    WebSocketRoute(ServeContext context) {
        this.context = context;
        this.keepPlain = context.settings().get(WebSocketTransport.KEEP_PLAIN);
        this.attachTime = context.settings().get(WebSocketTransport.ATTACH_TIME);
    }

    @Override
    public String path() {
        return "";
    }

    @Override
    public boolean accepts(HttpCall call) {
        return call.isWebSocket();
    }

    @Override
    public void answer(HttpCall call, Peer peer) {
        if (wires.isStopped()) {
            throw new AgentException(Code.SHUTDOWN, CloseReason.SHUTDOWN.detail());
        }
        if (offersResumable(call)) {
            upgradeResumable(call, peer);
        } else {
            upgradePlain(call, peer);
        }
    }

    private static boolean offersResumable(HttpCall call) {
        return call.headers("Sec-WebSocket-Protocol").stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(offer -> offer.strip().equals(WebSocketProfile.SUBPROTOCOL));
    }

    private void upgradePlain(HttpCall call, Peer peer) {
        Attachment attachment =
                context.attach(new AttachRequest(peer, null, null, Streams.ALL, null, keepPlain, false));
        Map<String, String> headers = Map.of("Acp-Connection-Id", attachment.connectionId());
        try {
            call.upgrade(new WebSocketUpgrade(headers, null, context.limits().bytes(), socket -> {
                WebSocketWire wire = new WebSocketWire(peer, socket, WebSocketProfile.PLAIN);
                WireListener listener = wire.start(attachment);
                wires.keep(wire, wire.closed());
                return new PlainListener(wire, listener);
            }));
        } catch (RuntimeException e) {
            attachment.abandon(CloseReason.LINK_LOST);
            throw e;
        }
    }

    private void upgradeResumable(HttpCall call, Peer peer) {
        int maxBytes = (int) Math.min(Integer.MAX_VALUE, (long) context.limits().bytes() + WebSocketProfile.PREFIX);
        call.upgrade(new WebSocketUpgrade(Map.of(), WebSocketProfile.SUBPROTOCOL, maxBytes, socket -> {
            WebSocketWire wire = new WebSocketWire(peer, socket, WebSocketProfile.RESUMABLE);
            wires.keep(wire, wire.closed());
            return new ResumableListener(context, wire, attachTime);
        }));
    }

    /**
     * Closes all sockets with 1001.
     *
     * <p>The force is the engine's: it cuts a socket whose peer has not answered the close frame within five seconds
     * ({@link dev.fairlead.api.http.WebSocketPeer#close}), whatever the grace period.
     */
    @Override
    public CompletionStage<Void> stop(Duration grace) {
        return wires.stop(grace, wire -> {});
    }
}
