// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Carries messages both ways over one WebSocket, on the endpoint's own path. */
public final class WebSocketTransport implements Transport {
    static final Setting<Boolean> KEEP_PLAIN = Setting.flag(
            "transport.websocket.keep-plain",
            "false",
            "Whether the connection of a plain WebSocket waits for a new wire when its socket is gone, instead of ending.");

    static final Setting<Duration> ATTACH_TIME = Setting.duration(
            "transport.websocket.attach-time",
            "30 s",
            "How long a client that picked fairlead.v1 may take until it says which connection it wants.");

    static final Setting<Duration> ANSWER_TIME = Setting.duration(
            "transport.websocket.answer-time",
            "10 s",
            "How long a server that is dialled may take until something came through the WebSocket.");

    @Override
    public String id() {
        return "websocket";
    }

    @Override
    public int rank() {
        return 300;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(KEEP_PLAIN, ATTACH_TIME, ANSWER_TIME);
    }

    @Override
    public boolean serves() {
        return true;
    }

    @Override
    public RunningTransport serve(ServeContext context) {
        WebSocketRoute route = new WebSocketRoute(context);
        context.route(route);
        return route;
    }

    @Override
    public boolean dials(Target target) {
        return target instanceof Target.Address address && address.isHttp();
    }

    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        return dials(context.target()) ? WebSocketAttempt.dial(context) : Transport.super.dial(context);
    }

    @Override
    public CompletableFuture<Void> probe(DialContext context) {
        return dials(context.target()) ? WebSocketAttempt.probe(context) : Transport.super.probe(context);
    }
}
