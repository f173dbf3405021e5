// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Writes lines to an agent's stdin, off the caller's thread. What cannot be written yet waits in the pipe, never here [5.2]. */
final class StdinWriter {
    private static final int IDLE_SECONDS = 10;

    private final OutputStream stdin;
    private final Runnable broken;
    private final ThreadPoolExecutor thread;

    /**
     * Creates a writer.
     *
     * @param broken is run when nobody reads the pipe any more, before the write fails
     */
    StdinWriter(long pid, OutputStream stdin, Runnable broken) {
        this.stdin = stdin;
        this.broken = broken;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                body -> AgentThread.STDIN.of(pid, body));
        this.thread.allowCoreThreadTimeOut(true);
    }

    /** Writes a batch with one write and one flush; completes when the pipe has taken it, fails if nobody reads the pipe any more. */
    CompletionStage<Void> write(List<Event> batch) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        try {
            thread.execute(() -> put(batch, written));
        } catch (RejectedExecutionException e) {
            written.completeExceptionally(refused(e));
        }
        return written;
    }

    /** Closes stdin behind what is being written. The agent may never read that; who ends the agent ends this too. */
    void close() {
        thread.execute(() -> {
            try {
                stdin.close();
            } catch (IOException e) {
                // nobody reads it, so nobody misses the end
            }
        });
        thread.shutdown();
    }

    /** Returns whether stdin is closed and its thread has ended. */
    boolean isClosed() {
        return thread.isTerminated();
    }

    private void put(List<Event> batch, CompletableFuture<Void> written) {
        try {
            stdin.write(lines(batch));
            stdin.flush();
        } catch (IOException e) {
            broken.run();
            written.completeExceptionally(refused(e));
            return;
        }
        written.complete(null);
    }

    private static byte[] lines(List<Event> batch) {
        int size = batch.size();
        for (Event event : batch) {
            size += event.message().size();
        }
        ByteBuffer lines = ByteBuffer.allocate(size);
        for (Event event : batch) {
            event.message().copyTo(lines);
            lines.put((byte) '\n');
        }
        return lines.array();
    }

    private static AgentException refused(Exception cause) {
        return new AgentException(Code.LINK_LOST, "The agent takes no more messages.", cause);
    }
}
