// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A gateway in a process of its own, on a port that stays the same: it can be killed, and started again. */
final class GatewayProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int port = FreePort.next();
    private final List<String> program;
    private final Map<String, String> environment;
    private Process process;

    /** Starts one that serves the demo agent, and waits until it listens. */
    GatewayProcess(Map<String, String> settings) {
        this.program = List.of("dev.fairlead.cli.Fairlead", "demo", "--listen", "127.0.0.1:" + port);
        this.environment = environment(settings);
        start();
    }

    /** Starts one whose main class takes settings as its words, {@code key=value}, and waits until it listens. */
    GatewayProcess(Class<?> main, Map<String, String> settings) {
        this.program = new ArrayList<>(List.of(main.getName(), "listen.port=" + port));
        this.environment = Map.of();
        settings.forEach((key, value) -> program.add(key + "=" + value));
        start();
    }

    private static Map<String, String> environment(Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>();
        settings.forEach((key, value) -> environment.put(
                "FAIRLEAD_" + key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT), value));
        return environment;
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port + "/acp");
    }

    /** Starts it, and waits until it listens. */
    void start() {
        List<String> command = new ArrayList<>(List.of(
                System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(20))
                    .until(this::listens);
        } catch (RuntimeException e) {
            kill(); // nobody else knows of it, and the build would wait for its standard error
            throw e;
        }
    }

    private boolean listens() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The gateway has ended with " + process.exitValue() + ".");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Ends it without a word. */
    void kill() {
        end(process.destroyForcibly());
    }

    /** Ends it as a signal does. */
    void stop() {
        process.destroy();
        end(process);
    }

    private static void end(Process ending) {
        try {
            if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The gateway does not end.");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
