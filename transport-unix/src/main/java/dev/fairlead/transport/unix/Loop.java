// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.unix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for many sockets. It comes with the first thing to do, and ends when no socket is left. */
final class Loop {
    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final int CHUNK = 64 << 10;

    private final String name;
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private @Nullable Selector selector;
    private @Nullable ByteBuffer scratch;

    Loop(String name) {
        this.name = name;
    }

    /** Does something on the thread of this loop, behind what it was given before. Any thread. */
    synchronized void execute(Runnable task) {
        tasks.add(task);
        Selector running = selector;
        if (running != null) {
            running.wakeup();
            return;
        }
        try {
            Selector opened = Selector.open();
            selector = opened;
            Thread thread = new Thread(() -> run(opened), name);
            thread.setDaemon(true);
            thread.start();
        } catch (IOException e) {
            throw new UncheckedIOException("A selector cannot be had; raise the limit of open files.", e);
        }
    }

    /** Watches a socket; on the thread of this loop, as all that follows. */
    SelectionKey watch(SelectableChannel channel, int operations, Runnable ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(running(), operations, ready);
    }

    /** Returns room to read into, which the next reader uses again. */
    ByteBuffer scratch() {
        ByteBuffer buffer = scratch == null ? ByteBuffer.allocateDirect(CHUNK) : scratch;
        scratch = buffer;
        return buffer.clear();
    }

    private synchronized Selector running() throws IOException {
        if (selector == null) {
            throw new IOException("The loop has ended.");
        }
        return selector;
    }

    private void run(Selector mine) {
        try {
            for (drain(); !isOver(mine); drain()) {
                mine.select(key -> attempt((Runnable) key.attachment()));
            }
        } catch (IOException | RuntimeException e) {
            log.error("The sockets of {} are not watched any more. transport=unix", name, e);
        }
    }

    private void drain() {
        for (Runnable task = next(); task != null; task = next()) {
            attempt(task);
        }
    }

    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.error("Something failed on the thread of sockets. transport=unix", e);
        }
    }

    private synchronized @Nullable Runnable next() {
        return tasks.poll();
    }

    /** Ends the loop if nothing is left to do. */
    private synchronized boolean isOver(Selector mine) throws IOException {
        if (!tasks.isEmpty() || mine.keys().stream().anyMatch(SelectionKey::isValid)) {
            return false;
        }
        selector = null;
        mine.close();
        return true;
    }
}
