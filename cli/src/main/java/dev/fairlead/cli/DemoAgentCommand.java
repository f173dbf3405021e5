// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code fairlead demo-agent}. */
@Command(
        name = "demo-agent",
        header = "Be the demo agent, on standard input and output.",
        description = {
            "",
            "Speaks ACP v1, one JSON-RPC message a line. It has no model: the prompt says what to do, in steps separated by"
                    + " a line end, by ';' or by 'then'. What is no step is echoed.",
            "",
            "  stream 100 chunks every 20 ms of 200 bytes",
            "  ask permission",
            "  tool call",
            "  plan",
            "  think",
            "  tour      shows everything that a client may have to show",
            "  fail      answers with a JSON-RPC error",
            "  crash     ends with exit code 3"
        },
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:Standard input ended.", "1:Standard output was closed.", "3:A prompt asked for a crash."},
        footerHeading = "%nExample:%n",
        footer = "  fairlead serve -- fairlead demo-agent",
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class DemoAgentCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.setOut(System.err); // whoever prints does not reach the client
        return new DemoStdio(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out)).run();
    }
}
