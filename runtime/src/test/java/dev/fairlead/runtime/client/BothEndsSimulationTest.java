// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.runtime.connection.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Our client and our gateway talk through a simulated network, and nothing may be lost, doubled, reordered, untrue or stuck, in either
 * direction, on any transport and between them.
 *
 * <p>A failure names the seed of its world; {@code -Dsimulation.seed=… -Dsimulation.steps=1} replays it alone, and {@code
 * -Dsimulation.trace=true} tells what happens in it.
 */
class BothEndsSimulationTest {
    private static final long STEPS = Long.getLong("simulation.steps", 200_000);

    private static Tally simulate(long from) {
        Tally tally = BothEndsSimulation.run(from, STEPS, PlantedFault.NONE);
        System.out.println("both ends from seed " + from + ": " + tally);
        return tally;
    }

    @Test
    void theTwoEndsUnderstandEachOtherFromASeedThatIsAlwaysTheSame() {
        Tally tally = simulate(Long.getLong("simulation.seed", 1));
        if (tally.steps() >= 200_000) {
            List.of("websocket cut", "sse cut", "poll cut", "sse half open", "post repeated", "poll doubled")
                    .forEach(what -> assertTrue(tally.of(what) > 20, () -> "too seldom: " + what + " in " + tally));
            List.of("moved sse to sse", "moved polling to websocket", "in doubt", "gap", "agent paused")
                    .forEach(what -> assertTrue(tally.of(what) > 20, () -> "too seldom: " + what + " in " + tally));
        }
    }

    /** Not a test of what is in the code, but a search for what is wrong in it: the seed is printed, and in the failure. */
    @Test
    void theTwoEndsUnderstandEachOtherFromASeedThatNobodyHasTried() {
        simulate(System.nanoTime() & 0xffff_ffff_ffffL);
    }

    /** In these worlds the answer to initialize was lost, or the stream refused right behind it: the agent was left alone. */
    @Test
    void aConnectionWhoseBeginningIsCutIsBegunAgainInTheSameName() {
        BothEndsSimulation.run(1849, 1, PlantedFault.NONE);
        BothEndsSimulation.run(838399380144L, 1, PlantedFault.NONE);
    }

    /** In this world a wire that was chosen by nobody heard the answer to initialize. */
    @Test
    void aWireThatComesTooLateNamesTheConnection() {
        BothEndsSimulation.run(31407, 1, PlantedFault.NONE);
    }

    /** In this world it did so while the wire in use waited for that answer, which was lost: nobody waits until silence ends it. */
    @Test
    void aWireThatWaitsForWhatAnotherHasBroughtIsLeft() {
        BothEndsSimulation.run(41924056204727L, 1, PlantedFault.NONE);
    }

    /** In this world a move went on when its connection was gone, and took the place of the wire that had begun the next one. */
    @Test
    void aMoveEndsWithTheWireThatItBeganOn() {
        BothEndsSimulation.run(5152, 1, PlantedFault.NONE);
    }
}
