// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.runtime.client.JdkHttpAccess;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** The {@code fairlead} command. */
@Command(
        name = "fairlead",
        header = "Leads the line between a client and an AI agent that speaks ACP.",
        description = {
            "",
            "Everything that an option sets can also stand in a file (--config FILE, a line 'listen.port = 7340') or in the"
                    + " environment (FAIRLEAD_LISTEN_PORT=7340). An option counts before the environment, the environment"
                    + " before the file."
        },
        synopsisSubcommandLabel = "COMMAND",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All went well.",
            "1:Fairlead failed; the message says how.",
            "2:The command, an option or a setting is wrong.",
            "other:See the help of the command."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead demo                       try it with an agent that needs no model",
            "  fairlead serve -- my-agent --acp    put an agent on the network",
            "  fairlead connect https://host/acp   be that agent, for an editor",
            "  fairlead doctor https://host/acp    what the network does to each transport",
            "  fairlead help serve                 more about a command"
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
public final class Fairlead {
    private Fairlead() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] words) {
        if (System.getProperty(JdkHttpAccess.TUNNEL_SCHEMES) == null) {
            System.setProperty(JdkHttpAccess.TUNNEL_SCHEMES, ""); // so that a proxy gets its password for https too
        }
        System.exit(commandLine().execute(words));
    }

    /** Returns the command, ready to be given its words. */
    static CommandLine commandLine() {
        FaultReport faults = new FaultReport();
        CommandLine serve = new CommandLine(new ServeCommand()).setStopAtPositional(true);
        return new CommandLine(new Fairlead())
                .addSubcommand(serve)
                .addSubcommand(new ConnectCommand())
                .addSubcommand(new DoctorCommand())
                .addSubcommand(new ConformanceCommand())
                .addSubcommand(new FaultProxyCommand())
                .addSubcommand(new TransportsCommand())
                .addSubcommand(new DemoCommand())
                .addSubcommand(new DemoAgentCommand())
                .addSubcommand(new HelpCommand())
                .setParameterExceptionHandler(faults)
                .setExecutionExceptionHandler(faults)
                .setExpandAtFiles(false)
                .setUsageHelpAutoWidth(true);
    }
}
