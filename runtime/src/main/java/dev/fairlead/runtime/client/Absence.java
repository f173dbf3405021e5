// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The time that a connection is without a wire: when to try again, and when to give up (wire.md 2.7). Guarded by its connection. */
final class Absence {
    private final Backoff backoff;
    private final Duration most;
    private long since;

    /**
     * Creates the absence of a connection that has no wire yet.
     *
     * @param most how long it may last
     */
    Absence(RandomGenerator random, Duration most) {
        this.backoff = new Backoff(random);
        this.most = most;
    }

    /** Learns that a wire is gone; returns how long it has lived. */
    Duration begin(Carrier carrier, long now) {
        Duration lived = Duration.ofNanos(now - carrier.begun);
        since = now;
        backoff.ended(lived, carrier.progressed);
        return lived;
    }

    /** Learns that a connection is left, wire and all, for another. */
    void begin(boolean hadWire, long now) {
        since = hadWire ? now : since;
        backoff.reached();
    }

    /** Returns why it is given up, or null as long as it is not. */
    @Nullable CloseReason end(AgentException failure, long now) {
        return now - since <= most.toNanos()
                ? null
                : new CloseReason(
                        Code.LINK_LOST,
                        "The gateway could not be reached for " + most.toSeconds() + " s. " + failure.getMessage());
    }

    /** Returns when the next try is, for the reason why the last did not succeed. */
    ConnectionState.Reconnecting next(CloseReason why) {
        Duration delay = backoff.next(why.retryAfter());
        return new ConnectionState.Reconnecting(
                backoff.attempts(), delay, why.detail() + Backoff.words(why.retryAfter()));
    }

    /** Returns the state of a connection whose next wire is being made just now. */
    ConnectionState.Reconnecting now(String why) {
        return new ConnectionState.Reconnecting(backoff.attempts() + 1, Duration.ZERO, why);
    }
}
