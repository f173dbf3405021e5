// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import picocli.CommandLine.Option;

/** How much goes to the log on standard error. To be applied before the first logger is made. */
final class Verbosity {
    /** What {@code logback.xml} reads. */
    private static final String LEVEL = "fairlead.log";

    @Option(
            names = {"-v", "--verbose"},
            description = "Log what happens; -vv logs more. The log goes to standard error.")
    private boolean[] verbose = {};

    void apply() {
        if (verbose.length > 0) {
            System.setProperty(LEVEL, verbose.length == 1 ? "INFO" : "DEBUG");
        }
    }
}
