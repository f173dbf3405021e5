// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.util.List;
import java.util.SplittableRandom;

/** The dice of a simulation: the same seed, the same world. */
public final class Chance {
    private final SplittableRandom random;

    public Chance(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** Returns true once in so many times. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** Returns a number from 0, below a bound. */
    public int below(int bound) {
        return random.nextInt(bound);
    }

    /** Returns a number from a range, both ends included. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    public <T> T of(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
