// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.Resumption;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Moves a connection to a better transport: dials it while the wire in use goes on, so that nothing is lost (wire.md 2.7). Tries
 * from time to time, each time after twice as long.
 *
 * <p>Its state is guarded by the connection's lock.
 */
final class Climb {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int SLOWEST = 16;

    private final Mooring mooring;
    private final Identity identity;
    private final Object lock;
    private final Surroundings around;
    private final Pathfinder pathfinder;
    private final Ladder ladder;
    private @Nullable CompletableFuture<Carrier> dialling;

    Climb(Mooring mooring, Identity identity, Object lock, Surroundings around, Pathfinder pathfinder, Ladder ladder) {
        this.mooring = mooring;
        this.identity = identity;
        this.lock = lock;
        this.around = around;
        this.pathfinder = pathfinder;
        this.ladder = ladder;
    }

    /** Tries the better transports, again and again, for as long as a wire is in use. */
    void later(Carrier from) {
        later(from, around.connect().climbTime());
    }

    private void later(Carrier from, Duration delay) {
        around.timers().after(delay, () -> climb(from, delay));
    }

    /** Tries all transports once, that of the wire in use among them: its link may be dead since the network has changed. */
    void now(Carrier from) {
        List<Way> all;
        synchronized (lock) {
            all = ladder.order(around.timers().now());
        }
        begin(all, from, null);
    }

    private void climb(Carrier from, Duration delay) {
        List<Way> above;
        synchronized (lock) {
            above = ladder.above(from.transport, around.timers().now());
        }
        begin(above, from, delay);
    }

    private void begin(List<Way> ways, Carrier from, @Nullable Duration delay) {
        synchronized (lock) {
            if (!isUsed(from) || dialling != null) {
                return;
            }
        }
        next(ways.iterator(), from, delay);
    }

    /** Returns whether a wire is the one in use, and a Fairlead's. Called with the lock. */
    private boolean isUsed(Carrier carrier) {
        return mooring.current() == carrier && carrier.attached != null;
    }

    private void next(Iterator<Way> ways, Carrier from, @Nullable Duration delay) {
        if (!ways.hasNext()) {
            stop(from, delay);
            return;
        }
        Way way = ways.next();
        @Nullable Resumption resumption;
        synchronized (lock) {
            resumption = isUsed(from) ? identity.resumption() : null;
        }
        if (resumption == null) { // the wire is gone, and others look for the next
            stop(from, null);
            return;
        }
        CompletableFuture<Carrier> attempt = pathfinder.dial(way, resumption);
        synchronized (lock) {
            dialling = attempt;
        }
        around.timers().after(PATIENCE, () -> attempt.cancel(true));
        var unused = attempt.whenComplete((better, failure) -> {
            if (better != null && better.isProven()) {
                synchronized (lock) {
                    dialling = null;
                }
                mooring.moveTo(better);
                return;
            }
            if (better != null) {
                better.close(CloseReason.NORMAL);
            }
            next(ways, from, delay);
        });
    }

    /** Gives up this time, and tries again after twice the delay if there is one. */
    private void stop(Carrier from, @Nullable Duration delay) {
        synchronized (lock) {
            dialling = null;
        }
        mooring.moveFailed();
        if (delay != null) {
            Duration most = around.connect().climbTime().multipliedBy(SLOWEST);
            Duration twice = delay.multipliedBy(2);
            later(from, twice.compareTo(most) > 0 ? most : twice);
        }
    }

    /** Returns whether another wire is being dialled. Called with the lock. */
    boolean isUnderWay() {
        return dialling != null;
    }

    /** Lets go of what is being dialled. Called without the lock. */
    void cancel() {
        CompletableFuture<Carrier> attempt;
        synchronized (lock) {
            attempt = dialling;
        }
        if (attempt != null) {
            attempt.cancel(true);
        }
    }
}
