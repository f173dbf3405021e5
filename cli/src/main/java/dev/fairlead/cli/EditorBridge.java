// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.runtime.client.Connector;
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

/** An editor on two streams at the one side, a connection at the other: each line is a message. */
final class EditorBridge implements AgentListener {
    private static final Logger log = LoggerFactory.getLogger(EditorBridge.class);

    /** How long the last words may take. */
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final InputStream in;
    private final MessageOutput out;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    EditorBridge(InputStream in, OutputStream out) {
        this.in = in;
        this.out = new MessageOutput(out, () -> exit.complete(FaultReport.FAILED));
    }

    /** Bridges until either side ends; returns the exit code for it. */
    int run(Connector connector) {
        try {
            AgentConnection connection;
            try {
                connection = connector.connect(this).toCompletableFuture().join();
            } catch (CompletionException e) {
                if (e.getCause() instanceof AgentException failure) {
                    return ConnectCommand.exitCode(failure.code()); // the state was told
                }
                throw e;
            }
            Thread goodbye = new Thread(() -> close(connection), "fairlead-stop");
            Runtime.getRuntime().addShutdownHook(goodbye);
            Thread reader = new Thread(() -> read(connection), "stdin");
            reader.setDaemon(true);
            reader.start();
            int code = exit.join();
            close(connection);
            return code;
        } finally {
            out.close();
        }
    }

    /** Leaves the gateway; waits, but not for long. */
    private static void close(AgentConnection connection) {
        var unused = connection
                .close(CloseReason.NORMAL)
                .toCompletableFuture()
                .copy()
                .completeOnTimeout(CloseReason.NORMAL, GRACE.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        return out.write(message);
    }

    @Override
    public void onClosed(CloseReason reason) {
        int code = ConnectCommand.exitCode(reason.code());
        out.written().thenRun(() -> exit.complete(code));
        exit.completeOnTimeout(code, GRACE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read(AgentConnection connection) {
        MessageLines lines = new MessageLines(in, MessageLimits.STANDARD.bytes());
        try {
            while (receive(lines, connection)) {
                // each line does its work
            }
            exit.complete(0);
        } catch (IOException e) {
            log.warn("Standard input broke: {}", e.getMessage());
            exit.complete(FaultReport.FAILED);
        } catch (CompletionException e) {
            log.debug("The connection ended before standard input did.", e);
        }
    }

    /** Passes on the next line; returns whether there was one. */
    private boolean receive(MessageLines lines, AgentConnection connection) throws IOException {
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
            out.write(Message.of(JsonRpc.error("null", JsonRpc.INVALID_REQUEST, String.valueOf(e.getMessage()))));
        }
        return true;
    }
}
