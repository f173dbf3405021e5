// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.Code;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.runtime.connection.Timers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport that only carries messages down, made whole: what goes up is POSTed (wire.md 1). */
final class PostingTransport implements Transport {
    private final Transport streams;
    private final Timers timers;

    /** Whether the server is known to be no Fairlead: it has no probe. */
    private volatile boolean plain;

    PostingTransport(Transport streams, Timers timers) {
        this.streams = streams;
        this.timers = timers;
    }

    @Override
    public String id() {
        return streams.id();
    }

    @Override
    public int rank() {
        return streams.rank();
    }

    @Override
    public boolean dials(Target target) {
        return streams.dials(target);
    }

    @Override
    public CompletableFuture<Void> probe(DialContext context) {
        CompletableFuture<Void> probing = streams.probe(context);
        var unused = probing.whenComplete((works, failure) -> {
            if (failure == null || Reason.of(failure).code() == Code.UNSUPPORTED) {
                plain = failure != null;
            }
        });
        return probing;
    }

    /** Opens a wire. One that begins a connection is open at once: its first message does that. */
    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        PostWire wire = new PostWire(streams, context, plain, timers);
        String connectionId = context.resumption().connectionId();
        return connectionId == null
                ? CompletableFuture.completedStage(wire)
                : wire.resume(connectionId).thenApply(open -> wire);
    }
}
