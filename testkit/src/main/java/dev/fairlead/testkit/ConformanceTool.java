// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;

/**
 * Runs the wire conformance suite for a shell; {@code fairlead conformance} is this.
 *
 * <p>Exit code 0 when every MUST and SHOULD that could be tried holds, 7 when one does not, 6 when nothing answers, 2 for wrong words.
 */
public final class ConformanceTool implements ToolProvider {
    private static final String USAGE =
            "Usage: conformance URL [--json | --markdown] [--token TOKEN | --token-file FILE] [--origin ORIGIN]";

    private static final int WRONG_USE = 2;
    private static final int UNREACHABLE = 6;
    private static final int DOES_NOT_HOLD = 7;
    private static final int PATIENCE_MILLIS = 10_000;

    /** Does nothing; found by {@link java.util.ServiceLoader}. */
    public ConformanceTool() {}

    @Override
    public String name() {
        return "fairlead-conformance";
    }

    @Override
    public int run(PrintWriter out, PrintWriter err, String... words) {
        try {
            ToolWords left = new ToolWords(USAGE, words);
            boolean json = left.flag("--json");
            boolean markdown = left.flag("--markdown");
            String token = token(left);
            String origin = left.value("--origin");
            URI uri = URI.create(left.last());
            WireConformance wire = WireConformance.of(uri);
            wire = token.isEmpty() ? wire : wire.withToken(token);
            wire = origin.isEmpty() ? wire : wire.withOrigin(origin);
            reach(uri);
            ConformanceReport report = wire.run();
            out.print(json ? report.json() : markdown ? report.markdown() : report.text());
            out.flush();
            return report.holds() ? 0 : DOES_NOT_HOLD;
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
            return WRONG_USE;
        } catch (IOException e) {
            err.println(e.getMessage());
            return UNREACHABLE;
        }
    }

    private static String token(ToolWords words) {
        String file = words.value("--token-file");
        if (file.isEmpty()) {
            return words.value("--token");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException e) {
            throw new IllegalArgumentException("The token file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Fails at once where each check would. */
    private static void reach(URI uri) throws IOException {
        int port = uri.getPort() >= 0 ? uri.getPort() : "https".equals(uri.getScheme()) ? 443 : 80;
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(uri.getHost(), port), PATIENCE_MILLIS);
        } catch (IOException e) {
            throw new IOException("Nothing answers at " + uri + ": " + e.getMessage() + ". Start the server first.", e);
        }
    }
}
