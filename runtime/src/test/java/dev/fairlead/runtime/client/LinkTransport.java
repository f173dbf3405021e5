// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A simulated transport whose wires are links that stay. */
record LinkTransport(BothEnds world, String id, int rank, boolean sends) implements Transport {
    @Override
    public boolean dials(Target target) {
        return true;
    }

    @Override
    public CompletableFuture<Void> probe(DialContext context) {
        CompletableFuture<Void> probe = new CompletableFuture<>();
        world.network.reach(id, probe, () -> world.scheduler.execute(() -> probe.complete(null)));
        return probe;
    }

    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        SimulatedLink link = new SimulatedLink(world, id, context);
        world.invariants.trace("{} is dialled: {}", id, context.resumption());
        world.network.dials.add(link);
        world.network.reach(id, link.dialled, () -> {
            world.network.links.add(link);
            link.attach();
        });
        world.time.after(SimulatedNetwork.PATIENCE, link::giveUp);
        return link.dialled;
    }
}
