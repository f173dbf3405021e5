// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.WireListener;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the lines of an agent's stdout to the listener, one at a time, each when the one before has been taken.
 *
 * <p>Its thread waits for the listener: meanwhile nobody reads the pipe, so that it fills, and the agent waits too [5.3].
 */
final class StdoutReader {
    private static final Logger log = LoggerFactory.getLogger(StdoutReader.class);

    /** What a pipe holds on Linux. */
    private static final int CHUNK = 64 << 10;

    private final long pid;
    private final LineReader lines;
    private final WireListener listener;
    private final Consumer<CloseReason> failed;
    private final Thread thread = Thread.currentThread();
    private final CompletableFuture<Void> discarding = new CompletableFuture<>();
    private final AtomicLong skipped = new AtomicLong();

    /** Creates the reader of the current thread. */
    StdoutReader(long pid, InputStream stdout, int limit, WireListener listener, Consumer<CloseReason> failed) {
        this.pid = pid;
        this.lines = new LineReader(stdout, CHUNK, limit, size -> skip(size, limit));
        this.listener = listener;
        this.failed = failed;
    }

    /** Reads until stdout ends, whatever becomes of the lines: an agent that cannot write cannot exit. */
    void readToEnd() {
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                if (!discarding.isDone()) {
                    deliver(line);
                }
            }
        } catch (IOException e) {
            log.debug("The agent's stdout broke: {} transport=stdio pid={}", e.getMessage(), pid);
        }
    }

    /** From now on, hands nothing over, and waits for the listener no longer. */
    void discard() {
        discarding.complete(null);
    }

    /** Returns whether the agent could still write: its stdout has not ended, and it is not the listener that is waited for. */
    boolean isReading() {
        return thread.isAlive() && lines.turn() % 2 == 1;
    }

    /**
     * Waits until the listener will not be called again: all was handed over, or the thread is held in a read that does not end.
     * Such a thread must hand over nothing when it is let go, so it discards from then on.
     */
    void awaitLastCall(long stepMillis) throws InterruptedException {
        while (thread.isAlive()) {
            long turn = lines.turn();
            thread.join(stepMillis);
            if (turn % 2 == 1 && lines.turn() == turn) {
                discard();
                if (lines.turn() == turn) {
                    return;
                }
            }
        }
    }

    /** Returns the number of lines that were over the limit. */
    long skipped() {
        return skipped.get();
    }

    private void deliver(byte[] line) {
        try {
            CompletableFuture<Void> taken =
                    listener.onMessage(WireListener.UNNUMBERED, line).toCompletableFuture();
            if (!taken.isDone()) {
                CompletableFuture.anyOf(taken, discarding)
                        .exceptionally(failure -> null)
                        .join();
            }
        } catch (RuntimeException e) {
            log.error("The gateway failed at a message of the agent. transport=stdio pid={}", pid, e);
            discard();
            failed.accept(new CloseReason(Code.INTERNAL, "The gateway failed at a message of the agent."));
        }
    }

    private void skip(long size, int limit) {
        skipped.getAndIncrement();
        log.warn(
                "The agent wrote a line of {} bytes, which is skipped: at most {} are allowed. transport=stdio pid={}",
                size,
                limit,
                pid);
    }
}
