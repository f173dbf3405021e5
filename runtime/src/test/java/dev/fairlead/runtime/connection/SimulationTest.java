// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/**
 * A million random steps, in which nothing may be lost, doubled, reordered, beyond its bound or stuck.
 *
 * <p>A failure names the seed of its world; {@code -Dsimulation.seed=… -Dsimulation.steps=1} replays it alone, and {@code
 * -Dsimulation.trace=true} tells what happens in it.
 */
class SimulationTest {
    private static final long STEPS = Long.getLong("simulation.steps", 500_000);

    private static Tally simulate(long seed) {
        long from = Long.getLong("simulation.seed", seed);
        Tally tally = Simulation.run(from, STEPS, PlantedBug.NONE);
        System.out.println("simulation from seed " + from + ": " + tally);
        return tally;
    }

    @Test
    void nothingIsLostDoubledOrStuckFromASeedThatIsAlwaysTheSame() {
        Tally tally = simulate(1);
        if (tally.steps() >= 500_000) {
            List.of("agent died", "agent paused", "cut while writing", "gap", "post again", "post out of order")
                    .forEach(what -> assertTrue(tally.of(what) > 20, () -> "too seldom: " + what + " in " + tally));
            List.of("closed stalled", "closed superseded", "refused limit-reached", "resolved", "sent over a wire")
                    .forEach(what -> assertTrue(tally.of(what) > 20, () -> "too seldom: " + what + " in " + tally));
        }
    }

    @Test
    void nothingIsLostDoubledOrStuckFromASeedThatNeverWas() {
        assertTrue(simulate(ThreadLocalRandom.current().nextLong(1L << 40)).steps() >= STEPS);
    }
}
