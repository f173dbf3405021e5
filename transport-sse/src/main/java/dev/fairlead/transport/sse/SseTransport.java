// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

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

/** Carries messages down as server-sent events, on the endpoint's own path; the way up is a POST, on both sides. */
public final class SseTransport implements Transport {
    private static final Duration LINGER = Duration.ofSeconds(5);

    static final Setting<Duration> ANSWER_TIME = Setting.duration(
            "transport.sse.answer-time",
            "10 s",
            "How long a server that is dialled may take until the first bytes of the event stream came through.");

    @Override
    public String id() {
        return "sse";
    }

    @Override
    public int rank() {
        return 200;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(ANSWER_TIME);
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

    @Override
    public boolean dials(Target target) {
        return target instanceof Target.Address address && address.isHttp();
    }

    @Override
    public boolean sends() {
        return false;
    }

    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        return dials(context.target()) ? SseAttempt.dial(context) : Transport.super.dial(context);
    }

    @Override
    public CompletableFuture<Void> probe(DialContext context) {
        return dials(context.target()) ? SseAttempt.probe(context) : Transport.super.probe(context);
    }
}
