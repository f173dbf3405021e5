// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

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

/** Carries messages both ways by long polling, below the endpoint's path. */
public final class PollingTransport implements Transport {
    static final Setting<Duration> LONGEST_WAIT = Setting.duration(
            "transport.polling.longest-wait",
            "30 s",
            "How long a poll may wait for something to say, whatever its client asks for.");
    static final Setting<Integer> MOST_POLLS = Setting.count(
            "transport.polling.most-polls", "1024", 1, 1_000_000, "The most polls at once; one more is answered 429.");

    static final Setting<Duration> WAIT = Setting.duration(
            "transport.polling.wait",
            "20 s",
            "How long a poll asks a gateway that is dialled to wait; less where the network cuts it, and at most half of"
                    + " connect.silence.");

    @Override
    public String id() {
        return "polling";
    }

    @Override
    public int rank() {
        return 100;
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(LONGEST_WAIT, MOST_POLLS, WAIT);
    }

    @Override
    public boolean serves() {
        return true;
    }

    @Override
    public RunningTransport serve(ServeContext context) {
        PollRoute route = new PollRoute(context);
        context.route(route);
        return route;
    }

    @Override
    public boolean dials(Target target) {
        return target instanceof Target.Address address && address.isHttp();
    }

    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        return dials(context.target()) ? PollAttempt.dial(context) : Transport.super.dial(context);
    }

    @Override
    public CompletableFuture<Void> probe(DialContext context) {
        return dials(context.target()) ? PollAttempt.probe(context) : Transport.super.probe(context);
    }
}
