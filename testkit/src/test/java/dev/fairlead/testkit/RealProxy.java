// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.awaitility.Awaitility;

/**
 * A proxy that others wrote, as a child process in the foreground: with a configuration of its own, in a folder of its own, on a free
 * port of the loopback address. It ends with {@link #close}, or at the latest with this JVM.
 */
final class RealProxy implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 30;

    /** How a proxy is restarted while it runs. */
    interface Restart {
        /** Begins it. */
        void begin(RealProxy proxy) throws IOException;
    }

    private final Path folder;
    private final int port;
    private final boolean secure;
    private final Restart restart;
    private final List<String> command;
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::kill, "real-proxy-end");

    private RealProxy(Path folder, int port, boolean secure, Restart restart, List<String> command) {
        this.folder = folder;
        this.port = port;
        this.secure = secure;
        this.restart = restart;
        this.command = command;
    }

    /**
     * Starts a proxy; returns when it listens.
     *
     * @param folder where its files go
     * @param secure whether it speaks TLS
     * @param configuration writes its configuration for a port
     * @param restart restarts it
     * @param command what to start, with the configuration's file as last word
     */
    static RealProxy start(
            Path folder, boolean secure, IntFunction<String> configuration, Restart restart, String... command)
            throws IOException {
        int port = FreePort.next();
        Path file = Files.writeString(folder.resolve("configuration"), configuration.apply(port));
        List<String> words = new ArrayList<>(Arrays.asList(command));
        words.add(file.toString());
        RealProxy proxy = new RealProxy(folder, port, secure, restart, words);
        Runtime.getRuntime().addShutdownHook(proxy.atExit);
        proxy.run(List.of());
        try {
            Awaitility.await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS).until(proxy::listens);
        } catch (RuntimeException e) {
            proxy.close();
            throw new IOException(words + " did not listen: " + proxy.output(), e);
        }
        return proxy;
    }

    /** Has it restarted: who comes now meets another process, and what the old one has left after a second is cut (F26). */
    void restart() {
        try {
            restart.begin(this);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts one more process of the same, with more words behind. */
    Process run(List<String> more) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.addAll(more);
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("output").toFile()))
                .start();
        processes.add(process);
        return process;
    }

    /** Returns the process that was started last. */
    Process process() {
        return processes.get(processes.size() - 1);
    }

    private boolean listens() throws IOException {
        if (!process().isAlive()) {
            throw new IOException("it has ended with " + process().exitValue());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Returns where it listens, with a path. */
    URI address(String path) {
        return URI.create((secure ? "https" : "http") + "://127.0.0.1:" + port + path);
    }

    /** Returns what it has said. */
    String output() throws IOException {
        return Files.readString(folder.resolve("output"), UTF_8);
    }

    @Override
    public void close() {
        kill();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException ending) {
            // This JVM ends, and the hook with it.
        }
    }

    private void kill() {
        for (Process process : processes) {
            List<ProcessHandle> workers = process.descendants().toList();
            process.destroy();
            try {
                process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            process.destroyForcibly();
            workers.forEach(ProcessHandle::destroyForcibly);
        }
    }
}
