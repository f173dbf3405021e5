// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Transport;
import java.time.Duration;

/** Carries messages down as server-sent events, on the endpoint's own path. */
public final class SseTransport implements Transport {
    private static final Duration LINGER = Duration.ofSeconds(5);

    @Override
    public String id() {
        return "sse";
    }

    @Override
    public int rank() {
        return 200;
    }

    @Override
    public boolean serves() {
        return true;
    }

    @Override
    public RunningTransport serve(ServeContext context) {
        SseRoute route = new SseRoute(context, LINGER);
        context.route(route);
        return route;
    }
}
