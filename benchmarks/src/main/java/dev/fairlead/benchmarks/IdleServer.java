// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;

/** A server in a JVM of its own, whose heap is asked for by a line on stdin. Argument: {@code fairlead} or {@code bare}. */
public final class IdleServer {
    private IdleServer() {}

    /** Runs it until stdin ends. */
    public static void main(String[] arguments) throws IOException {
        int port = arguments[0].equals("bare")
                ? new BareUndertow().address().getPort()
                : new Served(new LoadAgent()).address().getPort();
        System.out.println(port);
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                System.out.println(heap());
            }
        }
        System.exit(0);
    }

    private static long heap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
