// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** All clients of a load, on one thread: it reads what comes into one buffer and gives it to the links. */
final class ClientLoop implements AutoCloseable {
    static final String THREAD = "load-client";
    private static final int BUFFER = 256 << 10;

    private final Selector selector;
    private final Thread thread = new Thread(this::run, THREAD);
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    private final Queue<Runnable> jobs = new ConcurrentLinkedQueue<>();
    private final AtomicLong bytes = new AtomicLong();
    private volatile boolean closed;

    /** What is done with the bytes of one socket, on the loop's thread. */
    interface Link {
        /** Takes all of the bytes. */
        void onBytes(ByteBuffer bytes, SocketChannel from) throws IOException;
    }

    ClientLoop() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** Reads a socket from now on. */
    void add(SocketChannel channel, Link link) {
        run(() -> {
            try {
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, link);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Runs a job on the loop's thread. */
    void run(Runnable job) {
        jobs.add(job);
        selector.wakeup();
    }

    /** Returns the bytes that came so far. */
    long bytes() {
        return bytes.get();
    }

    /** Writes all of it; what the other end does not take at once is waited for, which a load of few bytes never needs. */
    static void write(SocketChannel to, ByteBuffer what) throws IOException {
        while (what.hasRemaining()) {
            if (to.write(what) == 0) {
                Thread.onSpinWait();
            }
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select();
                for (Runnable job = jobs.poll(); job != null; job = jobs.poll()) {
                    job.run();
                }
                for (SelectionKey key : selector.selectedKeys()) {
                    read(key);
                }
                selector.selectedKeys().clear();
            }
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(SelectionKey key) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        try {
            int count = channel.read(buffer.clear());
            if (count < 0) {
                channel.close();
                return;
            }
            bytes.lazySet(bytes.get() + count);
            ((Link) key.attachment()).onBytes(buffer.flip(), channel);
        } catch (IOException | CancelledKeyException e) {
            channel.close();
        }
    }

    /** Closes every socket. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
