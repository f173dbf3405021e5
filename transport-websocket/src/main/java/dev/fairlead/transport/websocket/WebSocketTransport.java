// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Transport;
import java.time.Duration;
import java.util.List;

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
        return List.of(KEEP_PLAIN, ATTACH_TIME);
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
}
