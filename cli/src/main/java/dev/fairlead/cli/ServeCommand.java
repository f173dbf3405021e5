// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.runtime.Gateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code fairlead serve}. */
@Command(
        name = "serve",
        header = "Serve an agent that speaks ACP on stdio.",
        description = {
            "",
            "Puts the agent on the network. Each client gets a process of its own, which ends with its connection. No shell"
                    + " reads the command."
        },
        sortOptions = false,
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "1:Fairlead failed; the message says how.",
            "2:An option or a setting is wrong.",
            "3:The address cannot be listened on.",
            "4:The agent's command cannot be found.",
            "130:Stopped by Ctrl-C; no agent is left.",
            "143:Stopped by SIGTERM; no agent is left."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead serve -- my-agent --acp",
            "  fairlead serve --cwd ~/project --env MODEL=small -- npx my-agent",
            "  fairlead serve --listen 0.0.0.0:7340 --token-file token.txt -- my-agent"
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private final ServeOptions options = new ServeOptions();

    @Option(names = "--cwd", paramLabel = "DIR", description = "The agent's working directory. Default: this one.")
    private @Nullable Path directory;

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "A variable for the agent's environment; may be repeated.")
    private final Map<String, String> environment = new LinkedHashMap<>();

    @Option(
            names = "--osgi",
            description =
                    "Run the jars of lib/ and bundles/ as OSGi bundles, which come and go with their files, and a Gogo"
                            + " shell on standard input: 'help' lists its commands, fairlead:transports among them.")
    private boolean osgi;

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Parameters(
            arity = "1..*",
            paramLabel = "COMMAND [ARG]",
            description = "The agent's program and its arguments. Write -- before it.")
    private final List<String> command = new ArrayList<>();

    @Override
    public Integer call() throws InterruptedException {
        verbosity.apply();
        Settings settings = options.settings(System.getenv(), osgi ? ContainerProcess.settings() : KnownSettings.all());
        if (directory != null && !Files.isDirectory(directory)) {
            throw new AgentException(
                    Code.CONFIGURATION, "The working directory " + directory + " does not exist. Set --cwd.");
        }
        List<String> words = new ArrayList<>(command);
        words.set(0, ProgramSearch.onThisMachine(directory).find(words.get(0)));
        Target.Command agent = new Target.Command(words, directory, environment);
        String name = String.valueOf(Path.of(command.get(0)).getFileName());
        if (osgi) {
            ContainerProcess.serve(agent, name, settings);
        } else {
            GatewayProcess.serve(Gateway.command(agent, settings), name, settings);
        }
        return 0;
    }
}
