// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.runtime.client.Connector;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code fairlead connect}. */
@Command(
        name = "connect",
        header = "Be the agent that a gateway serves, on standard input and output.",
        description = {
            "",
            "For editors and other programs that start agents: behind it is a connection that finds its way through the"
                    + " network and comes back when a link is lost. Standard output carries ACP and nothing else; what the"
                    + " connection is up to stands on standard error."
        },
        sortOptions = false,
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Standard input ended.",
            "1:Fairlead failed, or standard output was closed.",
            "2:An option or a setting is wrong.",
            "5:The gateway refuses the token.",
            "6:The gateway cannot be reached.",
            "7:The gateway or the agent ended the connection."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead connect http://127.0.0.1:7340/acp",
            "  fairlead connect --token-file token.txt --transport polling https://host/acp"
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class ConnectCommand implements Callable<Integer> {
    static final int REFUSED = 5;
    static final int UNREACHABLE = 6;
    static final int ENDED = 7;

    @Mixin
    private final ConnectOptions options = new ConnectOptions();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Parameters(paramLabel = "URL", description = "The gateway's endpoint, https://host/acp for instance.")
    private @Nullable String url;

    @Override
    public Integer call() {
        System.setOut(System.err); // whoever prints does not reach the editor
        verbosity.apply();
        Connector.Builder builder = Connector.to(address(String.valueOf(url)))
                .settings(options.settings(System.getenv()))
                .listener(new StateLines(System.err))
                .renewing();
        options.apply(builder);
        try (Connector connector = builder.build()) {
            return new EditorBridge(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out))
                    .run(connector);
        }
    }

    private static URI address(String url) {
        try {
            return new URI(url);
        } catch (URISyntaxException e) {
            throw new AgentException(Code.CONFIGURATION, "'" + url + "' is no address: " + e.getReason() + ".", e);
        }
    }

    /** Returns the exit code for what ended a connection, or kept it from beginning. */
    static int exitCode(Code code) {
        return switch (code) {
            case UNAUTHORIZED, FORBIDDEN -> REFUSED;
            case AGENT_UNAVAILABLE, LINK_LOST, TIMED_OUT, LIMIT_REACHED, UNSUPPORTED -> UNREACHABLE;
            case CONFIGURATION -> FaultReport.WRONG_USE;
            case INTERNAL -> FaultReport.FAILED;
            default -> ENDED;
        };
    }
}
