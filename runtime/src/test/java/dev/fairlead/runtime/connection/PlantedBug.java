// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.util.concurrent.Executor;

/** A place for one deliberate fault in what a simulated connection stands on; without any it is left as it is. */
interface PlantedBug {
    /** Nothing is wrong. */
    PlantedBug NONE = new PlantedBug() {};

    /** Returns the journal that the connection uses. */
    default Journal journal(Journal right) {
        return right;
    }

    /** Returns what runs the pumps. */
    default Executor delivery(Executor right) {
        return right;
    }

    /** Returns the number under which a POST is taken. */
    default long number(long right) {
        return right;
    }
}
