// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.util.List;

/** One comparison of the driver. */
interface Trial {
    /** Returns the word that chooses it on the command line. */
    String name();

    /** Measures, and returns the lines of the table. */
    List<Figure> run(Rounds rounds) throws Exception;
}
