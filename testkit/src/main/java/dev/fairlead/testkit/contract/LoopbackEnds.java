// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import static dev.fairlead.testkit.LinkConditions.CLEAR;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.RunningEngine;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.testkit.FaultProxy;
import dev.fairlead.testkit.LinkEnd;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What a {@link Loopback} has begun, as far as it came. */
final class LoopbackEnds implements Ends {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Nullable RunningEngine engine;

    @Nullable FaultProxy proxy;

    @Nullable RunningTransport running;

    @Nullable Wire near;

    @Nullable Wire far;

    @Override
    public Wire wire() {
        return Objects.requireNonNull(near);
    }

    @Override
    public void leave(CloseReason reason) {
        Objects.requireNonNull(far).close(reason);
    }

    /** Breaks the link between, and lets no other take its place. */
    @Override
    public void cut() {
        if (proxy == null) {
            leave(CloseReason.LINK_LOST);
        } else {
            proxy.become(CLEAR.refusing());
            proxy.cut(LinkEnd.RESET);
        }
    }

    @Override
    public void close() {
        if (far != null) {
            far.close(CloseReason.NORMAL);
        }
        if (near != null) {
            near.close(CloseReason.NORMAL);
        }
        if (running != null) {
            stopped(running.stop(GRACE), "transport");
        }
        if (proxy != null) {
            proxy.close();
        }
        if (engine != null) {
            stopped(engine.stop(GRACE), "engine");
        }
    }

    private static void stopped(CompletionStage<Void> stop, String what) {
        Throwable failure = stop.toCompletableFuture()
                .copy()
                .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .handle((done, why) -> why)
                .join();
        if (failure != null) {
            throw new Breach("6.4", "The " + what + " did not stop in " + PATIENCE.toSeconds() + " s: " + failure);
        }
    }
}
