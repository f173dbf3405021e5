// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Target;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** The child process of an agent, its three pipes, and what can be said of its exit. */
final class AgentProcess {
    private final Process process;
    private final ProcessTree tree;

    private AgentProcess(Process process, ProcessTree tree) {
        this.process = process;
        this.tree = tree;
    }

    /**
     * Starts a command, without a shell. Blocks until the system has loaded the program.
     *
     * @throws IOException with the program and the directory: for the log, not for clients
     * @throws RuntimeException if the words or the environment cannot be handed to a program
     */
    static AgentProcess start(Target.Command command) throws IOException {
        if (command.words().isEmpty()) {
            throw new IOException("The command is empty; name a program.");
        }
        ProcessBuilder builder = new ProcessBuilder(command.words());
        Path directory = command.directory();
        if (directory != null) {
            if (!Files.isDirectory(directory)) {
                throw new IOException("The directory " + directory + " that '"
                        + command.words().get(0) + "' is to run in does not exist, or is not a directory.");
            }
            builder.directory(directory.toFile());
        }
        builder.environment().putAll(command.environment());
        String mark = UUID.randomUUID().toString();
        builder.environment().merge(ProcessTree.MARK, mark, (outer, own) -> outer + " " + own);
        Process process = builder.start();
        return new AgentProcess(process, new ProcessTree(process.toHandle(), mark));
    }

    long pid() {
        return process.pid();
    }

    OutputStream stdin() {
        return process.getOutputStream();
    }

    InputStream stdout() {
        return process.getInputStream();
    }

    InputStream stderr() {
        return process.getErrorStream();
    }

    /** Returns the child and what it started. */
    ProcessTree tree() {
        return tree;
    }

    /** Returns a stage that completes when the child has exited. */
    CompletionStage<?> exited() {
        return process.onExit();
    }

    boolean awaitExit(Duration atMost) throws InterruptedException {
        return process.waitFor(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    boolean hasExited() {
        return !process.isAlive();
    }

    /** Returns how the child exited, which it must have. A status above 128 is a signal, as shells have it. */
    CloseReason exit() {
        int status = process.exitValue();
        boolean signalled = status > 128 && status <= 128 + 64;
        return new CloseReason(
                Code.AGENT_EXITED,
                signalled
                        ? "The agent was ended by signal " + (status - 128) + "."
                        : "The agent exited with status " + status + ".");
    }
}
