// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.runtime.TransportTable;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code fairlead transports}. */
@Command(
        name = "transports",
        header = "List the transports that are there.",
        description = {
            "",
            "The best first: whether each serves clients, what it dials, and its version. One that serves with a setting"
                    + " serves nothing while that is empty. To add one put its jar into lib/; to leave one out delete its"
                    + " jar."
        },
        optionListHeading = "%nOptions:%n",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class TransportsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        if (spec != null) {
            spec.commandLine().getOut().println(TransportTable.found());
        }
        return 0;
    }
}
