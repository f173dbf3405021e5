// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A transport whose every dialling and probe a test answers. */
final class FakeTransport implements Transport {
    final Deque<FakeDial> dials = new ArrayDeque<>();
    final Deque<CompletableFuture<Void>> probes = new ArrayDeque<>();
    private final String id;
    private final int rank;
    private final boolean sends;

    FakeTransport(String id, int rank, boolean sends) {
        this.id = id;
        this.rank = rank;
        this.sends = sends;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public boolean sends() {
        return sends;
    }

    @Override
    public boolean dials(Target target) {
        return true;
    }

    @Override
    public CompletableFuture<Void> probe(DialContext context) {
        CompletableFuture<Void> probe = new CompletableFuture<>();
        probes.add(probe);
        return probe;
    }

    @Override
    public CompletionStage<Wire> dial(DialContext context) {
        FakeDial dial = new FakeDial(context);
        dials.add(dial);
        return dial.wire;
    }

    /** Returns the oldest dialling that was not looked at, which there must be. */
    FakeDial dialled() {
        return dials.remove();
    }
}
