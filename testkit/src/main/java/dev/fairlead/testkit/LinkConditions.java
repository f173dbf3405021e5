// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;

/**
 * How the links of a {@link FaultProxy} behave, until told otherwise.
 *
 * <p>Begin with {@link #CLEAR} and add what is to go wrong: {@code CLEAR.delayed(300 ms, 50 ms).inPieces(1)}.
 *
 * @param refuses whether new links are reset as soon as they are made
 * @param vanishes whether links carry nothing, and tell no side of the end of the other
 * @param stalls whether links take no bytes, so that who writes must wait
 * @param delay how long bytes are under way, in each direction
 * @param jitter how much longer at most; order is kept
 * @param pieceBytes the most bytes of one write
 * @param limits how long links last
 */
public record LinkConditions(
        boolean refuses,
        boolean vanishes,
        boolean stalls,
        Duration delay,
        Duration jitter,
        int pieceBytes,
        LinkLimits limits) {
    /** Nothing goes wrong. */
    public static final LinkConditions CLEAR =
            new LinkConditions(false, false, false, Duration.ZERO, Duration.ZERO, Integer.MAX_VALUE, LinkLimits.NONE);

    /** Checks the numbers. */
    public LinkConditions {
        if (delay.isNegative() || jitter.isNegative() || pieceBytes < 1) {
            throw new IllegalArgumentException(
                    "Times and bytes of link conditions must not be negative, nor pieces empty.");
        }
    }

    /**
     * Returns the same, with new links refused. They are accepted and reset: a port that is closed for a while might be somebody
     * else's when it is to be opened again.
     */
    public LinkConditions refusing() {
        return new LinkConditions(true, vanishes, stalls, delay, jitter, pieceBytes, limits);
    }

    /**
     * Returns the same, as a black hole. A link that has been in it stays half-open for ever, since bytes of it are missing; one made
     * meanwhile reaches the target, which hears nothing on it.
     */
    public LinkConditions vanishing() {
        return new LinkConditions(refuses, true, stalls, delay, jitter, pieceBytes, limits);
    }

    /** Returns the same, with nothing read from either side. */
    public LinkConditions stalling() {
        return new LinkConditions(refuses, vanishes, true, delay, jitter, pieceBytes, limits);
    }

    /** Returns the same with latency; bytes that are under way keep theirs. */
    public LinkConditions delayed(Duration time, Duration most) {
        return new LinkConditions(refuses, vanishes, stalls, time, most, pieceBytes, limits);
    }

    /** Returns the same with small writes, each a segment of its own. */
    public LinkConditions inPieces(int bytes) {
        return new LinkConditions(refuses, vanishes, stalls, delay, jitter, bytes, limits);
    }

    /** Returns the same, with each link ended after so many bytes from now on, or from its beginning. */
    public LinkConditions endingAfter(long bytes, LinkEnd how) {
        return limited(limits.bytes(bytes, how));
    }

    /** Returns the same with other limits. */
    public LinkConditions limited(LinkLimits changed) {
        return new LinkConditions(refuses, vanishes, stalls, delay, jitter, pieceBytes, changed);
    }
}
