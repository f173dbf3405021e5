// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.client.JdkHttpAccess;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fairlead doctor}. */
@Command(
        name = "doctor",
        header = "Try what the network between here and a gateway does to each transport.",
        description = {
            "",
            "Tries WebSocket, event streams (SSE) and long polling, and what they stand on, and says in plain words what gets"
                    + " through. Starts no agent. Progress goes to standard error, the result to standard output."
        },
        sortOptions = false,
        parameterListHeading = "%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Everything gets through.",
            "1:Fairlead failed; the message says how.",
            "2:An option or a setting is wrong.",
            "5:The gateway refuses the credentials.",
            "6:Nothing gets through.",
            "7:Something gets through, and not everything as it should."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  fairlead doctor https://chat.example/acp",
            "  fairlead doctor --for 3m https://chat.example/acp",
            "  fairlead doctor --json --token-file token.txt https://chat.example/acp"
        },
        mixinStandardHelpOptions = true,
        versionProvider = ProductVersion.class)
final class DoctorCommand implements Callable<Integer> {
    private static final Duration LONGEST = Duration.ofMinutes(59);
    private static final Setting<Duration> TIME = Setting.duration("--for", "1 min", "How long links shall live.");

    @Option(names = "--json", description = "Write the result as one line of JSON.")
    private boolean json;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "Try as well whether links live that long, silent ones and busy ones: 30s, 5m. At most 59m.")
    private @Nullable String time;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "A file with the bearer token that the gateway asks for. (dial.token-file)")
    private @Nullable Path tokenFile;

    @Option(
            names = "--header",
            paramLabel = "NAME:VALUE",
            description = "A header for every request; may be repeated. (dial.headers)")
    private final List<String> headers = new ArrayList<>();

    @Mixin
    private final Verbosity verbosity = new Verbosity();

    @Parameters(paramLabel = "URL", description = "The gateway's endpoint, https://HOST/acp for instance.")
    private String url = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        verbosity.apply();
        URI uri = endpoint(url);
        Duration lasting = time == null ? null : lasting(time);
        Settings settings = settings();
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        try (JdkHttpAccess http = JdkHttpAccess.to(uri, settings)) {
            List<Finding> findings = new Doctor(new Passage(uri, http, settings), lasting, line -> {
                        err.println(line);
                        err.flush();
                    })
                    .examine();
            DoctorReport report = new DoctorReport(uri, findings, Verdict.of(findings));
            out.println(json ? report.json() : report.text());
            out.flush();
            return report.verdict().exitCode();
        }
    }

    private static URI endpoint(String text) {
        try {
            URI uri = new URI(text.replaceFirst("/+$", ""));
            if (uri.getHost() != null) {
                return uri.getPath().isEmpty() ? uri.resolve("/acp") : uri;
            }
        } catch (URISyntaxException e) {
            // the sentence below says it
        }
        throw new AgentException(
                Code.CONFIGURATION, "'" + text + "' is no address of a gateway, such as https://HOST/acp.");
    }

    private static Duration lasting(String text) {
        Duration time = TIME.read(text);
        if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(LONGEST) > 0) {
            throw new AgentException(Code.CONFIGURATION, "--for must be from 1 s to 59 min.");
        }
        return time;
    }

    private Settings settings() {
        List<Assignment> options = new ArrayList<>();
        if (tokenFile != null) {
            options.add(new Assignment("dial.token-file", tokenFile.toString(), "the option --token-file"));
        }
        if (!headers.isEmpty()) {
            options.add(new Assignment("dial.headers", String.join(" | ", headers), "the option --header"));
        }
        return KnownSettings.all().read(null, System.getenv(), options);
    }
}
