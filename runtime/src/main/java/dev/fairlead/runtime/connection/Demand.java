// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of those who add to the journal, the agent first of all: to wait while it is full. Guarded by the connection; it only
 * says whom to let go on.
 */
final class Demand {
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    /** How many messages an agent may send beyond demand before it is disconnected. */
    private static final int OVERRUN = 64;

    private final Journal journal;
    private @Nullable CompletableFuture<Void> demand;
    private long pausedAt;
    private int overrun;

    Demand(Journal journal) {
        this.journal = journal;
    }

    /** Counts a message from the agent; returns whether it runs too far ahead of what it was asked for. */
    boolean isOverrun() {
        return demand != null && ++overrun > OVERRUN;
    }

    /** Returns a stage that completes when there is room for more. */
    CompletionStage<Void> room(long now) {
        if (!journal.isFull()) {
            return GO_ON;
        }
        if (demand == null) {
            demand = new CompletableFuture<>();
            pausedAt = now;
        }
        return demand;
    }

    /** Returns whether the agent has waited for room for longer than that. */
    boolean isPaused(long now, Duration most) {
        return demand != null && now - pausedAt > most.toNanos();
    }

    /** Returns what waits for room if there is some, or in any case; to be completed without the connection's lock. */
    @Nullable CompletableFuture<Void> granted(boolean anyway) {
        if (demand == null || (!anyway && journal.isFull())) {
            return null;
        }
        CompletableFuture<Void> granted = demand;
        demand = null;
        overrun = 0;
        return granted;
    }

    /** Lets those go on who waited, if any. Called without the lock. */
    static void grant(@Nullable CompletableFuture<Void> granted) {
        if (granted != null) {
            granted.complete(null);
        }
    }
}
