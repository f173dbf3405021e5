// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;

/** One thing that the doctor tries on the way to a gateway. It starts no agent there. */
interface Check {
    /** Returns its name, one or two words. */
    String name();

    /**
     * Tries it; may take seconds.
     *
     * @throws AgentException if there was no answer, with why
     */
    Finding run(Passage passage) throws InterruptedException;
}
