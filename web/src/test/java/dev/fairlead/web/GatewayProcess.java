// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import static org.awaitility.Awaitility.await;

import dev.fairlead.cli.Fairlead;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** {@code fairlead serve -- AGENT} as a process of its own, which can be killed so that it has no time for a word. */
final class GatewayProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final int GRACE_SECONDS = 20;

    private final Path output;
    private final List<String> command;
    private final int port;
    private Process process;

    GatewayProcess(Path folder, List<String> agent) throws IOException {
        port = Programs.freePort();
        output = folder.resolve("gateway.log");
        command = Stream.concat(
                        Programs.java(Fairlead.class, "serve", "--listen", Integer.toString(port), "--").stream(),
                        agent.stream())
                .toList();
        start();
    }

    URI page() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** Starts it at the same address; returns when it listens. */
    void start() throws IOException {
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()))
                .start();
        try {
            await("the gateway").atMost(PATIENCE).until(this::listens);
        } catch (RuntimeException e) {
            kill(); // nobody else knows of it
            throw e;
        }
    }

    /** Kills it: SIGKILL. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    private boolean listens() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("The gateway has ended with " + process.exitValue() + ", see " + output);
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, GRACE_SECONDS, TimeUnit.SECONDS)
                .join();
        kill();
    }
}
