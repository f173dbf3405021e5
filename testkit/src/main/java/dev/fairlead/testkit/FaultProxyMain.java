// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/**
 * Runs a {@link FaultProxy} from a shell until it is stopped: {@code FaultProxyMain --listen 8080 --to 127.0.0.1:7340 --fault F8,F6:300}.
 *
 * <p>Exit code 0 when it was stopped, 1 when it did not start, 2 for wrong arguments.
 */
public final class FaultProxyMain {
    private static final String USAGE = """
            Usage: FaultProxyMain --to HOST:PORT [--to HOST:PORT] [--listen [HOST:]PORT] [--fault F[:NUMBER][,F…]] [--seed N]

            Listens on a free port of the loopback address unless told otherwise, and passes HTTP/1.1 on, with these faults:
            """;

    private final List<String> left;

    private FaultProxyMain(List<String> arguments) {
        left = new ArrayList<>(arguments);
    }

    /** Runs the proxy until the process is ended. */
    public static void main(String[] arguments) throws InterruptedException {
        int code = run(Arrays.asList(arguments), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
        new CountDownLatch(1).await();
    }

    /** Starts the proxy, and has it closed when the process ends. */
    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        if (arguments.isEmpty() || arguments.contains("--help")) {
            err.print(usage());
            return 2;
        }
        try {
            FaultProxy proxy = start(arguments, out);
            Runtime.getRuntime().addShutdownHook(new Thread(proxy::close, "fault-proxy-stop"));
            return 0;
        } catch (IllegalArgumentException | IllegalStateException e) {
            err.println(e.getMessage());
            return 2;
        } catch (UncheckedIOException e) {
            err.println(e.getMessage());
            return 1;
        }
    }

    /** Starts a proxy as the arguments describe it, and says where it listens and what it does. */
    static FaultProxy start(List<String> arguments, PrintStream out) {
        return new FaultProxyMain(arguments).start(out);
    }

    private FaultProxy start(PrintStream out) {
        FaultProxy.Builder builder = FaultProxy.to(address(required("--to"))).http();
        String second = take("--to");
        if (!second.isEmpty()) {
            builder.or(address(second));
        }
        String listen = take("--listen");
        if (!listen.isEmpty()) {
            builder.listen(address(listen));
        }
        String seed = take("--seed");
        if (!seed.isEmpty()) {
            builder.seed(number(seed));
        }
        List<Fault> faults = Arrays.stream(take("--fault").split(","))
                .filter(text -> !text.isBlank())
                .map(Fault::of)
                .toList();
        if (!left.isEmpty()) {
            throw new IllegalArgumentException(
                    "What is " + left + "? " + USAGE.lines().findFirst().orElseThrow());
        }
        return start(builder, faults, out);
    }

    private static FaultProxy start(FaultProxy.Builder builder, List<Fault> faults, PrintStream out) {
        FaultProxy proxy = builder.start();
        try {
            proxy.faults(faults);
        } catch (IllegalStateException e) {
            proxy.close();
            throw e;
        }
        InetSocketAddress address = proxy.address();
        out.println("Listening on " + address.getAddress().getHostAddress() + ":" + address.getPort() + ", seed "
                + proxy.seed() + ".");
        faults.forEach(fault -> out.println(fault.row() + ": it " + fault.sentence() + "."));
        return proxy;
    }

    private static String usage() {
        return Fault.all().stream()
                .map(fault -> "  %-4s %s%n".formatted(fault.row(), fault.sentence()))
                .collect(Collectors.joining("", USAGE, "\nA number in a sentence can be replaced: F6:300.\n"));
    }

    private String required(String option) {
        String value = take(option);
        if (value.isEmpty()) {
            throw new IllegalArgumentException(
                    option + " is missing. " + USAGE.lines().findFirst().orElseThrow());
        }
        return value;
    }

    private String take(String option) {
        int at = left.indexOf(option);
        if (at < 0) {
            return "";
        }
        if (at + 1 == left.size()) {
            throw new IllegalArgumentException(option + " has no value.");
        }
        left.remove(at);
        return left.remove(at);
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
