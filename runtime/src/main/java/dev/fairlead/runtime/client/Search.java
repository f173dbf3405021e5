// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.spi.Resumption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a wire where there is none: all ways of the {@link Ladder}, in its order. Searches are numbered, and the latest alone counts.
 *
 * <p>Its state is guarded by the connection's lock.
 */
final class Search {
    private final Mooring mooring;
    private final Identity identity;
    private final Object lock;
    private final Surroundings around;
    private final Pathfinder pathfinder;
    private final Ladder ladder;
    private @Nullable CompletableFuture<Carrier> underWay;
    private int latest;

    Search(Mooring mooring, Identity identity, Object lock, Surroundings around, Pathfinder pathfinder, Ladder ladder) {
        this.mooring = mooring;
        this.identity = identity;
        this.lock = lock;
        this.around = around;
        this.pathfinder = pathfinder;
        this.ladder = ladder;
    }

    /** Returns the number of a new search: none before it counts any more. Called with the lock. */
    int next() {
        latest++;
        return latest;
    }

    /** Returns the number of the search that counts. Called with the lock. */
    int latest() {
        return latest;
    }

    /** Returns whether one is just looking. Called with the lock. */
    boolean isUnderWay() {
        return underWay != null;
    }

    /** Begins a new search after a while. Called with the lock. */
    void after(Duration delay) {
        int number = next();
        around.timers().after(delay, () -> begin(number));
    }

    /** Begins a search, unless there is a later one. Called without the lock. */
    void begin(int number) {
        List<Way> order;
        Selector.Pace pace;
        Resumption resumption;
        synchronized (lock) {
            if (number != latest) {
                return;
            }
            long now = around.timers().now();
            order = ladder.order(now);
            pace = ladder.isKnown(now) ? Selector.Pace.KNOWN_PATH : Selector.Pace.UNKNOWN_PATH;
            resumption = identity.resumption();
        }
        CompletableFuture<Carrier> finding = pathfinder.find(order, pace, resumption);
        synchronized (lock) {
            underWay = finding;
        }
        var unused = finding.whenComplete((carrier, failure) -> {
            synchronized (lock) {
                underWay = null;
            }
            if (carrier != null) {
                mooring.adopt(carrier, number);
            } else if (!finding.isCancelled()) {
                mooring.notFound(number, Reason.of(failure));
            }
        });
    }

    /** Lets go of what is being looked for. Called without the lock. */
    void cancel() {
        CompletableFuture<Carrier> finding;
        synchronized (lock) {
            finding = underWay;
        }
        if (finding != null) {
            finding.cancel(true);
        }
    }
}
