// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The demo agent on two streams: one message a line, as ACP has it on stdin and stdout.
 *
 * <p>Reading and writing have a thread each: while stdout is full, what comes on stdin is still obeyed.
 */
final class DemoStdio implements AgentListener {
    /** What the process of an agent that crashed ends with. */
    static final int CRASHED = 3;

    private static final Logger log = LoggerFactory.getLogger(DemoStdio.class);

    /** How long the last words may take. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final InputStream in;
    private final MessageOutput out;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    DemoStdio(InputStream in, OutputStream out) {
        this.in = in;
        this.out = new MessageOutput(out, () -> exit.complete(1));
    }

    /** Serves until the input ends or the agent crashes; returns the exit code for it. */
    int run() {
        try (DemoAgent agent = new DemoAgent()) {
            Peer peer = new Peer("stdio", "stdin", Peer.ANONYMOUS);
            DemoConnection connection = agent.open(new AgentContext("stdio", peer, MessageLimits.STANDARD, this))
                    .toCompletableFuture()
                    .join();
            Thread reader = new Thread(() -> read(connection), "demo-stdin");
            reader.setDaemon(true);
            reader.start();
            return exit.join();
        } finally {
            out.close();
        }
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        return out.write(message);
    }

    @Override
    public void onClosed(CloseReason reason) {
        int code = reason.code() == Code.AGENT_EXITED ? CRASHED : 0;
        out.written().thenRun(() -> exit.complete(code));
        exit.completeOnTimeout(code, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read(DemoConnection connection) {
        MessageLines lines = new MessageLines(in, MessageLimits.STANDARD.bytes());
        try {
            while (receive(lines, connection)) {
                // each line does its work
            }
        } catch (IOException e) {
            log.warn("Standard input broke: {}", e.getMessage());
        } catch (CompletionException e) {
            log.debug("The agent ended before its input did.", e);
        }
        connection.close(CloseReason.NORMAL);
    }

    /** Passes on the next line; returns whether there was one. */
    private static boolean receive(MessageLines lines, DemoConnection connection) throws IOException {
        try {
            byte[] line = lines.next();
            if (line == null) {
                return false;
            }
            connection
                    .send(Message.read(line, MessageLimits.STANDARD))
                    .toCompletableFuture()
                    .join();
        } catch (AgentException e) {
            connection.refuse(e);
        }
        return true;
    }
}
