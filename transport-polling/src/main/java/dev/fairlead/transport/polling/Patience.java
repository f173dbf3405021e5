// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import java.time.Duration;

/**
 * How long a poll may wait on this path: less than what cut the last one, and slowly more again while none is cut (faults F6, F7). Not
 * thread-safe.
 */
final class Patience {
    private static final Duration LEAST = Duration.ofSeconds(1);
    private static final int POLLS_BEFORE_MORE = 20;

    private final Duration most;
    private Duration wait;
    private int served;

    /** Creates the patience of a path of which nothing is known. */
    Patience(Duration most) {
        this.most = most;
        this.wait = most;
    }

    /** Returns how long the next poll may wait. */
    Duration time() {
        return wait;
    }

    /** Learns that a waiting poll was cut after that time; returns whether waiting less may help. */
    boolean cut(Duration after) {
        served = 0;
        if (after.compareTo(LEAST) < 0 || wait.compareTo(LEAST) <= 0) {
            return false;
        }
        Duration shorter = after.compareTo(wait) < 0 ? after : wait;
        Duration half = shorter.dividedBy(2);
        wait = half.compareTo(LEAST) < 0 ? LEAST : half;
        return true;
    }

    /** Learns that a poll was answered after its whole wait. */
    void served() {
        if (++served >= POLLS_BEFORE_MORE) {
            served = 0;
            Duration more = wait.multipliedBy(5).dividedBy(4);
            wait = more.compareTo(most) > 0 ? most : more;
        }
    }
}
