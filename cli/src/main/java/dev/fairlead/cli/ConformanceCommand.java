// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead conformance}. */
@Command(
        name = "conformance",
        header = "Try a server of any kind against every rule of the wire.",
        description = {
            "",
            "MUST is what a plain client depends on (the RFD), SHOULD good manners, EXTENSION what Fairlead adds. Needs the"
                    + " address alone; checks that steer the agent are skipped unless it is that of 'fairlead demo'. Starts"
                    + " sessions, and takes seconds, or minutes if much does not hold."
        },
        sortOptions = false,
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:All that could be tried of MUST and SHOULD holds.",
            "1:Fairlead failed; the message says how.",
            "2:An option or the address is wrong.",
            "6:Nothing answers there.",
            "7:Something of MUST or SHOULD does not hold."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead conformance http://127.0.0.1:7340/acp",
            "  fairlead conformance --json --token-file token.txt https://host/acp"
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
@SuppressWarnings("unused") // the tool is given the words
final class ConformanceCommand implements Callable<Integer> {
    /** How the report is written; a table for people otherwise. */
    static final class Form {
        @Option(names = "--json", description = "Write the report as one line of JSON.")
        private boolean json;

        @Option(names = "--markdown", description = "Write the report as tables in Markdown.")
        private boolean markdown;
    }

    @ArgGroup
    private @Nullable Form form;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the bearer token that the server asks for.")
    private @Nullable Path tokenFile;

    @Option(
            names = "--origin",
            paramLabel = "ORIGIN",
            description = "An origin that the server allows; its own if none is named.")
    private @Nullable String origin;

    @Parameters(paramLabel = "URL", description = "The server's endpoint, http://127.0.0.1:7340/acp for instance.")
    private String url = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        return TestKit.run("fairlead-conformance", spec.commandLine());
    }
}
