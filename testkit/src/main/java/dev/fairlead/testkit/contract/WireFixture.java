// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the chapters of the contract need to know of a transport. */
@ExtendWith(Waivers.class)
public interface WireFixture {
    /** Opens a medium, with the listeners of the opening at its ends. Called once by each test. */
    Ends open(Opening opening) throws Exception;

    /**
     * Dials something that is not there.
     *
     * @return the stage of the dial, or null if this end is not dialled
     */
    default @Nullable CompletionStage<Wire> openInVain(WireListener listener) {
        return null;
    }

    /** Returns how long to wait for anything that must come. */
    default Duration patience() {
        return Duration.ofSeconds(15);
    }

    /**
     * Returns the rules that do not hold, by number, each with a sentence that says why. Their tests are run and reported as
     * skipped; a waived rule that holds is a failure, so that no waiver outlives its reason.
     */
    default Map<String, String> waivers() {
        return Map.of();
    }
}
