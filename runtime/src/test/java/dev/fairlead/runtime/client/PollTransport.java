// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A simulated transport whose wires are made of polls. */
record PollTransport(BothEnds world) implements Transport {
    @Override
    public String id() {
        return "polling";
    }

    @Override
    public int rank() {
        return 100;
    }

    @Override
    public boolean dials(Target target) {
        return true;
    }

    @Override
    public CompletableFuture<Void> probe(DialContext context) {
        CompletableFuture<Void> probe = new CompletableFuture<>();
        world.network.reach("polling", probe, () -> world.scheduler.execute(() -> probe.complete(null)));
        return probe;
    }

    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        return new SimulatedPolls(world, context).dial();
    }
}
