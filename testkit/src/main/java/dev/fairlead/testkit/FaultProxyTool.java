// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * Runs a {@link FaultProxy} for a shell until it is stopped; {@code fairlead fault-proxy} is this.
 *
 * <p>Exit code 0 when it was stopped, 3 when it cannot listen, 2 for wrong words.
 */
public final class FaultProxyTool implements ToolProvider {
    private static final String USAGE = "Usage: fault-proxy --to HOST:PORT [--to HOST:PORT] [--listen HOST:PORT]"
            + " [--fault F[:NUMBER][,F…]] [--seed N] | --faults";

    private static final int WRONG_USE = 2;
    private static final int CANNOT_LISTEN = 3;

    /** Does nothing; found by {@link java.util.ServiceLoader}. */
    public FaultProxyTool() {}

    @Override
    public String name() {
        return "fairlead-fault-proxy";
    }

    /** Runs until the thread is interrupted or the process ended. */
    @Override
    public int run(PrintWriter out, PrintWriter err, String... words) {
        ToolWords left = new ToolWords(USAGE, words);
        try {
            if (left.flag("--faults")) {
                left.end();
                out.print(faults());
                out.flush();
                return 0;
            }
            List<Fault> faults = left.values("--fault").stream()
                    .flatMap(text -> Arrays.stream(text.split(",")))
                    .filter(text -> !text.isBlank())
                    .map(Fault::of)
                    .toList();
            try (FaultProxy proxy = builder(left).start()) {
                proxy.faults(faults);
                say(proxy, faults, out);
                new CountDownLatch(1).await();
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println(e.getMessage());
            return WRONG_USE;
        } catch (UncheckedIOException e) {
            err.println(e.getMessage());
            return CANNOT_LISTEN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    /** Returns the proxy that the words describe, not started. */
    private static FaultProxy.Builder builder(ToolWords words) {
        List<String> targets = words.values("--to");
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("--to is missing. " + USAGE);
        }
        FaultProxy.Builder builder = FaultProxy.to(address(targets.get(0))).http();
        targets.stream().skip(1).forEach(target -> builder.or(address(target)));
        String listen = words.value("--listen");
        if (!listen.isEmpty()) {
            builder.listen(address(listen));
        }
        String seed = words.value("--seed");
        if (!seed.isEmpty()) {
            builder.seed(number(seed));
        }
        words.end();
        return builder;
    }

    /** Says where it listens and what it does. */
    private static void say(FaultProxy proxy, List<Fault> faults, PrintWriter out) {
        InetSocketAddress address = proxy.address();
        out.println("Listening on " + address.getAddress().getHostAddress() + ":" + address.getPort() + ", seed "
                + proxy.seed() + ".");
        faults.forEach(fault -> out.println(fault.row() + ": it " + fault.sentence() + "."));
        out.flush();
    }

    private static String faults() {
        return Fault.all().stream()
                .map(fault -> "%-4s %s%n".formatted(fault.row(), fault.sentence()))
                .collect(Collectors.joining("", "", "A number in a sentence can be replaced: F6:300.\n"));
    }

    /** Reads {@code HOST:PORT}, or a port of the loopback address. */
    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "127.0.0.1" : text.substring(0, colon);
        long port = number(text.substring(colon + 1));
        if (host.isEmpty() || port > 65_535) {
            throw new IllegalArgumentException("'" + text + "' is no address of the form HOST:PORT.");
        }
        return new InetSocketAddress(host, (int) port);
    }

    private static long number(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("'" + text + "' is no number.");
        }
        return Long.parseLong(text);
    }
}
