// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Runs the suite from a shell: {@code ConformanceMain URL [--markdown] [--token T] [--origin O]}.
 *
 * <p>Exit code 0 when every MUST and SHOULD holds, 1 when one does not, 2 for wrong arguments.
 */
public final class ConformanceMain {
    private static final String USAGE = "Usage: ConformanceMain URL [--markdown] [--token TOKEN] [--origin ORIGIN]";

    private ConformanceMain() {}

    /** Runs the suite and ends the process. */
    public static void main(String[] arguments) {
        System.exit(run(Arrays.asList(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            List<String> left = new ArrayList<>(arguments);
            boolean markdown = left.remove("--markdown");
            String token = take(left, "--token");
            String origin = take(left, "--origin");
            if (left.size() != 1) {
                throw new IllegalArgumentException(USAGE);
            }
            WireConformance wire = WireConformance.of(URI.create(left.get(0)));
            wire = token.isEmpty() ? wire : wire.withToken(token);
            wire = origin.isEmpty() ? wire : wire.withOrigin(origin);
            ConformanceReport report = wire.run();
            out.print(markdown ? report.markdown() : report.text());
            boolean plain = report.failures().stream()
                    .allMatch(each -> each.check().level() == ConformanceCheck.Level.EXTENSION);
            return plain ? 0 : 1;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return 2;
        }
    }

    private static String take(List<String> arguments, String option) {
        int at = arguments.indexOf(option);
        if (at < 0) {
            return "";
        }
        if (at + 1 == arguments.size()) {
            throw new IllegalArgumentException(option + " has no value. " + USAGE);
        }
        arguments.remove(at);
        return arguments.remove(at);
    }
}
