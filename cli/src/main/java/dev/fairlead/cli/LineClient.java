// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client on two streams, one message a line, as ACP has it on stdin and stdout: the process ends when the client or the agent does.
 *
 * <p>Reading and writing have a thread each: while the one stream is full, what comes on the other is still obeyed.
 */
final class LineClient implements AgentListener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LineClient.class);

    private final InputStream in;
    private final MessageOutput out;
    private final Duration grace;
    private final ToIntFunction<CloseReason> exitCode;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();

    /**
     * Creates a client.
     *
     * @param grace how long the last words may take
     * @param exitCode what the process ends with when the agent is gone
     */
    LineClient(InputStream in, OutputStream out, Duration grace, ToIntFunction<CloseReason> exitCode) {
        this.in = in;
        this.out = new MessageOutput(out, () -> exit(FaultReport.FAILED));
        this.grace = grace;
        this.exitCode = exitCode;
    }

    /**
     * Begins to read what the client says, for a connection that hears it.
     *
     * @param atEnd runs when the client says no more
     */
    void begin(AgentConnection connection, Runnable atEnd) {
        Thread reader = new Thread(() -> read(connection, atEnd), "stdin");
        reader.setDaemon(true);
        reader.start();
    }

    /** The process is to end with that code, if no other was named before. Any thread. */
    void exit(int code) {
        exit.complete(code);
    }

    /** Waits for the end; returns the exit code. */
    int awaitExit() {
        return exit.join();
    }

    /** Ends the writing thread when it has written what it has begun to. */
    @Override
    public void close() {
        out.close();
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        return out.write(message);
    }

    @Override
    public void onClosed(CloseReason reason) {
        int code = exitCode.applyAsInt(reason);
        out.written().thenRun(() -> exit(code));
        exit.completeOnTimeout(code, grace.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read(AgentConnection connection, Runnable atEnd) {
        MessageLines lines = new MessageLines(in, MessageLimits.STANDARD.bytes());
        try {
            while (receive(lines, connection)) {
                // each line does its work
            }
            atEnd.run();
        } catch (IOException e) {
            log.warn("Standard input broke: {}", e.getMessage());
            exit(FaultReport.FAILED);
        } catch (CompletionException e) {
            log.debug("The agent ended before its input did.", e);
        }
    }

    /** Passes on the next line; returns whether there was one. */
    private boolean receive(MessageLines lines, AgentConnection connection) throws IOException {
        try {
            byte[] line = lines.next();
            if (line == null) {
                return false;
            }
            send(Message.read(line, MessageLimits.STANDARD), connection);
        } catch (AgentException e) {
            int code = e.code() == Code.MALFORMED_JSON ? JsonRpc.PARSE_ERROR : JsonRpc.INVALID_REQUEST;
            out.write(Message.of(JsonRpc.error("null", code, String.valueOf(e.getMessage()))));
        }
        return true;
    }

    /** Sends a message; of one that is too large for the other side, whoever waits for its answer is told. */
    private void send(Message message, AgentConnection connection) {
        try {
            connection.send(message).toCompletableFuture().join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof AgentException refusal) || refusal.code() != Code.TOO_LARGE) {
                throw e;
            }
            log.warn("A message was not sent: {}", refusal.getMessage());
            String id = message.envelope().id();
            if (id != null) {
                Message answer = Message.of(refusal.reason().answerTo(id));
                if (message.envelope().isResponse()) {
                    connection.send(answer).toCompletableFuture().join(); // the agent waits for it
                } else {
                    out.write(answer);
                }
            }
        }
    }
}
