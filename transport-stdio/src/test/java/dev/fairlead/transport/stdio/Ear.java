// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.WireListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A listener that remembers what it heard, and whether the wire kept the rules [1.2, 6.1]. */
final class Ear implements WireListener {
    private final AtomicInteger inside = new AtomicInteger();
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final Supplier<CompletionStage<Void>> demand;

    /** What was heard so far. */
    final List<String> lines = Collections.synchronizedList(new ArrayList<>());

    /** What the wire did that it must not do. */
    final List<String> faults = Collections.synchronizedList(new ArrayList<>());

    /** An ear that always wants more. */
    Ear() {
        this(() -> CompletableFuture.completedStage(null));
    }

    /** An ear that wants the next line when the stage that it returned for the last has completed. */
    Ear(Supplier<CompletionStage<Void>> demand) {
        this.demand = demand;
    }

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        enter();
        if (sequence != UNNUMBERED) {
            faults.add("sequence " + sequence);
        }
        lines.add(new String(utf8, UTF_8));
        CompletionStage<Void> next = demand.get();
        inside.decrementAndGet();
        return next;
    }

    @Override
    public void onClosed(CloseReason reason) {
        enter();
        inside.decrementAndGet();
        closed.complete(reason);
    }

    /** Returns why the wire ended, when it has. */
    CompletableFuture<CloseReason> closed() {
        return closed;
    }

    private void enter() {
        if (inside.getAndIncrement() > 0) {
            faults.add("two calls at once");
        }
        if (closed.isDone()) {
            faults.add("a call after the last");
        }
    }
}
