// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code fairlead fault-proxy}. */
@Command(
        name = "fault-proxy",
        header = "Be the network that breaks things, between a client and a server.",
        description = {
            "",
            "Passes HTTP/1.1 and WebSockets on until it is stopped, with faults that proxies and networks have, by their rows in"
                    + " the fault matrix: f8 strips upgrades, f1 holds each answer until it ends."
        },
        sortOptions = false,
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:Fairlead failed; the message says how.",
            "2:An option is wrong, or there is no such fault.",
            "3:The address cannot be listened on."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead fault-proxy --faults",
            "  fairlead fault-proxy --listen 127.0.0.1:8080 --to 127.0.0.1:7340 --fault f8",
            "  fairlead fault-proxy --to 127.0.0.1:7340 --fault f6:300 --fault f25"
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
@SuppressWarnings("unused") // the tool is given the words
final class FaultProxyCommand implements Callable<Integer> {
    @Option(
            names = "--to",
            paramLabel = "HOST:PORT",
            description = "The server. Twice for two of them, which f21 asks in turn.")
    private @Nullable List<String> targets;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where clients come; a port alone is one of 127.0.0.1. A free port of it if not given.")
    private @Nullable String listen;

    @Option(
            names = "--fault",
            paramLabel = "F[:NUMBER]",
            description =
                    "A fault; may be repeated, or several with commas. The number replaces the one in its sentence.")
    private @Nullable List<String> faults;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Decides all that is random, the same again for the same N.")
    private @Nullable String seed;

    @Option(names = "--faults", description = "List the faults and end.")
    private boolean list;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return TestKit.run("fairlead-fault-proxy", spec.commandLine());
    }
}
