// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The threads of a {@link Carrier}, each of which works on one socket after the other, and their sockets. */
final class CarrierThreads {
    /** How long a thread waits until it connects again. */
    private static final long PAUSE_MILLIS = 5;

    /** How long it waits when the gateway has no room. */
    private static final long BUSY_MILLIS = 50;

    /** What is done with one socket, until the link breaks. */
    @FunctionalInterface
    interface Work {
        void on(HttpSocket socket) throws IOException, InterruptedException;
    }

    private final ResumingClient client;
    private final Runnable wake;
    private final Set<HttpSocket> sockets = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Creates none yet.
     *
     * @param wake wakes threads that wait for something else than a socket
     */
    CarrierThreads(ResumingClient client, Runnable wake) {
        this.client = client;
        this.wake = wake;
    }

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Starts a thread that works until the end. A fault of its own, not of the link, goes into the ledger. */
    synchronized void start(String name, Work work) {
        Thread thread = new Thread(() -> run(name, work), "client-" + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
    }

    private void run(String name, Work work) {
        try {
            repeat(work, () -> false);
        } catch (InterruptedException | RuntimeException | Error e) {
            client.ledger().fault("the client's " + name + " failed: " + e);
        }
    }

    /** Works on this thread, on one socket after the other, until it is done. */
    void repeat(Work work, BooleanSupplier done) throws InterruptedException {
        do {
            once(work);
        } while (!done.getAsBoolean() && !closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS));
    }

    /** Waits a little, because the gateway has no room. */
    void pause() throws InterruptedException {
        boolean unused = closed.await(BUSY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void once(Work work) throws InterruptedException {
        try (HttpSocket socket =
                HttpSocket.open(client.subject().endpoint(), client.subject().patience())) {
            sockets.add(socket);
            try {
                if (!isClosed()) {
                    work.on(socket);
                }
            } finally {
                sockets.remove(socket);
            }
        } catch (IOException cut) {
            client.countCut();
        }
    }

    /** Closes the sockets and waits for the threads. */
    void close() {
        closed.countDown();
        wake.run();
        for (HttpSocket socket : sockets) {
            try {
                socket.close();
            } catch (IOException gone) {
                // It is gone already.
            }
        }
        join();
    }

    private void join() {
        List<Thread> all;
        synchronized (this) {
            all = List.copyOf(threads);
        }
        try {
            for (Thread thread : all) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
