// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.CloseReason;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The open wires of a transport that serves, kept so that they can be stopped. Thread-safe. */
public final class OpenWires<W extends Wire> {
    private final Set<W> wires = new HashSet<>();
    private @Nullable CompletableFuture<Void> stopped;

    /** Creates it for a transport that has none yet. */
    public OpenWires() {}

    /** Returns whether {@link #stop} was called: then nobody is let in any more. */
    public synchronized boolean isStopped() {
        return stopped != null;
    }

    /**
     * Keeps a wire until it is gone. One that was under way when the transport stopped is closed at once.
     *
     * @param gone completes when nothing of the wire is left, whoever ended it
     */
    public void keep(W wire, CompletionStage<?> gone) {
        boolean late;
        synchronized (this) {
            wires.add(wire);
            late = stopped != null;
        }
        gone.whenComplete((result, failure) -> forget(wire));
        if (late) {
            wire.close(CloseReason.SHUTDOWN);
        }
    }

    /**
     * Closes all wires with {@link CloseReason#SHUTDOWN}. Only the first call counts.
     *
     * @param grace how long they may take to go
     * @param force ends a wire that took longer; may be called from any thread, and for a wire that has just gone
     * @return completes when no wire is left
     */
    public CompletionStage<Void> stop(Duration grace, Consumer<? super W> force) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        List<W> open;
        synchronized (this) {
            if (stopped != null) {
                return stopped;
            }
            stopped = gone;
            open = List.copyOf(wires);
        }
        open.forEach(wire -> wire.close(CloseReason.SHUTDOWN));
        endStop();
        // A copy: the time-out must not complete the stage that the caller holds.
        var unused = gone.copy()
                .orTimeout(grace.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((nothing, late) -> {
                    if (late != null) {
                        open.forEach(force);
                    }
                });
        return gone;
    }

    private void forget(W wire) {
        synchronized (this) {
            wires.remove(wire);
        }
        endStop();
    }

    /** Completes the stop when it was asked for and no wire is left. */
    private void endStop() {
        CompletableFuture<Void> gone;
        synchronized (this) {
            gone = wires.isEmpty() ? stopped : null;
        }
        if (gone != null) {
            gone.complete(null);
        }
    }
}
