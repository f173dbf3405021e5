// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages on their way to a stream, one a line: a thread of its own writes as many at once as there are. Thread-safe. */
final class MessageOutput implements AutoCloseable {
    /** In bytes: while so many wait, no more is asked for. */
    private static final int ROOM = 64 << 10;

    private static final Logger log = LoggerFactory.getLogger(MessageOutput.class);
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    private final OutputStream out;
    private final Runnable onBroken;
    private final ExecutorService writer = Executors.newSingleThreadExecutor(MessageOutput::daemon);
    private final ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private CompletableFuture<Void> room = DONE;
    private CompletableFuture<Void> written = DONE;

    /** Writes to a stream; the task runs, once, if the stream takes no more for good. */
    MessageOutput(OutputStream out, Runnable onBroken) {
        this.out = out;
        this.onBroken = onBroken;
    }

    /** Writes a message after those before it; returns a stage that completes when there is room for another. */
    synchronized CompletionStage<Void> write(Message message) {
        byte[] line = new byte[message.size() + 1];
        message.utf8().get(line, 0, message.size());
        line[message.size()] = '\n';
        waiting.writeBytes(line);
        if (written.isDone()) {
            written = new CompletableFuture<>();
            writer.execute(this::drain);
        }
        if (waiting.size() >= ROOM && room.isDone()) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    /** Returns a stage that completes when the stream has taken everything. */
    synchronized CompletionStage<Void> written() {
        return written;
    }

    /** Ends the thread when it has written what it has begun to. */
    @Override
    public void close() {
        writer.shutdown();
    }

    private void drain() {
        try {
            while (true) {
                byte[] lines;
                CompletableFuture<Void> asked;
                synchronized (this) {
                    if (waiting.size() == 0) {
                        written.complete(null);
                        return;
                    }
                    lines = waiting.toByteArray();
                    waiting.reset();
                    asked = room;
                }
                asked.complete(null);
                out.write(lines);
                out.flush();
            }
        } catch (IOException e) {
            log.warn("Standard output broke: {}", e.getMessage());
            onBroken.run();
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "stdout");
        thread.setDaemon(true);
        return thread;
    }
}
