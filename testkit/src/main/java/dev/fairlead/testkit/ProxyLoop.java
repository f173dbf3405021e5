// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The one thread of a proxy: watches all its sockets, and does what it is given and what is due. */
final class ProxyLoop implements AutoCloseable {
    private record Alarm(long due, long order, Runnable task) implements Comparable<Alarm> {
        @Override
        public int compareTo(Alarm other) {
            int byTime = Long.compare(due - other.due, 0);
            return byTime == 0 ? Long.compare(order, other.order) : byTime;
        }
    }

    private final LongSupplier clock;
    private final Selector selector;
    private final Queue<Runnable> given = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Alarm> alarms = new PriorityQueue<>();
    private final AtomicReference<@Nullable Throwable> fault = new AtomicReference<>();
    private final Thread thread;
    private long alarmsSet;
    private volatile boolean closing;

    /**
     * Opens what it needs; {@link #start} begins.
     *
     * @param clock the time in nanoseconds, from anywhere
     */
    ProxyLoop(LongSupplier clock) throws IOException {
        this.clock = clock;
        selector = Selector.open();
        thread = new Thread(this::loop, "fault-proxy");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Gives up before the start: closes what there is. */
    void abandon() {
        closeAll();
    }

    /** Does something on the proxy's thread: before anything that the kernel tells after this call. Any thread. */
    void run(Runnable task) {
        given.add(task);
        selector.wakeup();
    }

    /** Does something on the proxy's thread, at a time of {@link #now}. Any thread. */
    void at(long due, Runnable task) {
        run(() -> alarms.add(new Alarm(due, alarmsSet++, task)));
    }

    long now() {
        return clock.getAsLong();
    }

    /** Watches a channel. Before {@link #start}, or on the proxy's thread. */
    SelectionKey watch(SelectableChannel channel, int operations, Runnable ready) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, ready);
    }

    private void loop() {
        try {
            while (!closing) {
                selector.select(millisToNextAlarm());
                runGiven();
                runDue();
                for (SelectionKey key : selector.selectedKeys()) {
                    attempt((Runnable) key.attachment());
                }
                selector.selectedKeys().clear();
            }
        } catch (IOException e) {
            fault.compareAndSet(null, e);
        } finally {
            closeAll();
        }
    }

    /** Returns 0, for ever, if there is no alarm. */
    private long millisToNextAlarm() {
        Alarm next = alarms.peek();
        return next == null ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toMillis(next.due() - now() + 999_999));
    }

    private void runGiven() {
        for (Runnable task = given.poll(); task != null; task = given.poll()) {
            attempt(task);
        }
    }

    private void runDue() {
        long now = now();
        for (Alarm next = alarms.peek(); next != null && next.due() - now <= 0; next = alarms.peek()) {
            alarms.remove();
            attempt(next.task());
        }
    }

    private void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            fault.compareAndSet(null, e);
        }
    }

    private void closeAll() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            fault.compareAndSet(null, e);
        }
    }

    /**
     * Closes every socket and ends the thread; returns when both are gone.
     *
     * @throws IllegalStateException if something that the thread was given has failed
     */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Throwable failure = fault.getAndSet(null);
        if (failure != null) {
            throw new IllegalStateException("The fault proxy failed on its thread: " + failure.getMessage(), failure);
        }
    }
}
