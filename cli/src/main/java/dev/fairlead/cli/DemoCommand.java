// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fairlead demo}. */
@Command(
        name = "demo",
        header = "Serve the demo agent.",
        description = {
            "",
            "Puts an agent without a model on the network, to try a client with. What it does, the prompt says:"
                    + " see 'fairlead demo-agent --help'."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:Fairlead failed; the message says how.",
            "2:An option or a setting is wrong.",
            "3:The address cannot be listened on.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  fairlead demo", "  fairlead demo --listen 0"},
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class DemoCommand implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Override
    public Integer call() throws InterruptedException {
        verbosity.apply();
        try (DemoAgent agent = new DemoAgent()) {
            GatewayProcess.serve(agent, "demo agent", options.settings(System.getenv(), KnownSettings.all()));
        }
        return 0;
    }
}
