// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.util.SplittableRandom;

/**
 * What a {@link CutStorm} does to one link.
 *
 * @param bytes how many bytes may still pass; 0 to end the link at once
 * @param end how it ends
 */
record Strike(int bytes, LinkEnd end) {
    private static final int MOST_BYTES = 8 << 10;

    /** Returns the strike that is due: the same for the same numbers. One in four is at once, so that silent links are hit too. */
    static Strike of(long seed, long strike, int link) {
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed + strike).nextLong() + link);
        int bytes = random.nextInt(4) == 0 ? 0 : random.nextInt(1, MOST_BYTES);
        return new Strike(bytes, random.nextBoolean() ? LinkEnd.FIN : LinkEnd.RESET);
    }
}
