// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A listener that remembers what it heard, and what the wire did that it must not do. Thread-safe. */
public final class Ear implements WireListener {
    private static final CompletionStage<Void> NOW = CompletableFuture.completedStage(null);
    private static final long LINGER_NANOS = 20_000;

    private final List<Object> heard = new ArrayList<>();
    private final List<Breach> breaches = new ArrayList<>();
    private @Nullable String inside;
    private @Nullable CloseReason end;
    private @Nullable CompletableFuture<Void> open;
    private Pace pace = Pace.AT_ONCE;
    private @Nullable Runnable duringNext;
    private long received;

    /** When the next message is wanted. */
    enum Pace {
        /** The stage has completed when it is returned. */
        AT_ONCE,
        /** The stage completes a little later, on another thread. */
        LATER,
        /** The stage stays open until the ear is told to go on. */
        HELD
    }

    /** A message as it was heard. */
    static final class Heard {
        final long sequence;
        final byte[] utf8;

        private Heard(long sequence, byte[] utf8) {
            this.sequence = sequence;
            this.utf8 = utf8;
        }

        String text() {
            return new String(utf8, StandardCharsets.UTF_8);
        }
    }

    Ear() {}

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        return call("onMessage", () -> {
            synchronized (this) {
                if (open != null && !open.isDone()) {
                    breaches.add(new Breach("5.1", "A message came while the stage of the one before was open."));
                }
                received = Math.max(received, sequence);
                if (utf8.length == 0) { // the peer has given that number up
                    return NOW;
                }
                heard.add(new Heard(sequence, utf8));
                if (pace == Pace.AT_ONCE) {
                    return NOW;
                }
                open = new CompletableFuture<>();
                if (pace == Pace.LATER) {
                    open.completeOnTimeout(null, 1, TimeUnit.MILLISECONDS);
                }
                return open;
            }
        });
    }

    @Override
    public void onNotice(Notice notice) {
        call("onNotice", () -> {
            synchronized (this) {
                heard.add(notice);
            }
            return NOW;
        });
    }

    @Override
    public void onAcknowledged(long sequence) {
        call("onAcknowledged", () -> NOW);
    }

    @Override
    public void onAlive() {
        call("onAlive", () -> NOW);
    }

    @Override
    public void onClosed(CloseReason reason) {
        call("onClosed", () -> {
            synchronized (this) {
                end = reason;
            }
            return NOW;
        });
    }

    private CompletionStage<Void> call(String name, Supplier<CompletionStage<Void>> taken) {
        Runnable during = enter(name);
        try {
            LockSupport.parkNanos(LINGER_NANOS); // so that a second call has a chance to come during this one
            if (during != null) {
                during.run();
            }
            return taken.get();
        } finally {
            leave();
        }
    }

    private synchronized void leave() {
        inside = null;
        notifyAll();
    }

    private synchronized @Nullable Runnable enter(String name) {
        if (inside != null) {
            breaches.add(new Breach(
                    name.equals("onClosed") ? "6.2" : "1.2",
                    "A call of the listener came during another: " + name + " during " + inside + "."));
        }
        if (end != null) {
            breaches.add(new Breach("6.1", name + " came after onClosed, which must be the last call, and come once."));
        }
        inside = name;
        Runnable during = name.equals("onMessage") ? duringNext : null;
        duringNext = during == null ? duringNext : null;
        return during;
    }

    /** Returns the highest sequence that was heard, 0 at first. */
    public synchronized long received() {
        return received;
    }

    /** From now on takes messages at that pace; a stage that is open stays so. */
    synchronized void pace(Pace next) {
        pace = next;
    }

    /** Goes on: completes the stage that is open, and takes what comes at once. */
    void goOn() {
        CompletableFuture<Void> held;
        synchronized (this) {
            pace = Pace.AT_ONCE;
            held = open;
        }
        if (held != null) {
            held.complete(null);
        }
    }

    /** Runs something within the next call of {@link #onMessage}. */
    synchronized void duringNextMessage(Runnable action) {
        duringNext = action;
    }

    /** Returns what was heard but the messages, in its place among them. */
    synchronized List<Object> heard() {
        return List.copyOf(heard);
    }

    synchronized List<Heard> messages() {
        return heard.stream()
                .filter(Heard.class::isInstance)
                .map(Heard.class::cast)
                .toList();
    }

    /** Returns why the wire ended, or null while it has not. */
    synchronized @Nullable CloseReason end() {
        return end;
    }

    synchronized List<Breach> breaches() {
        return List.copyOf(breaches);
    }

    /** Waits until that many messages were heard; returns whether they were. */
    boolean awaitMessages(int count, Duration atMost) throws InterruptedException {
        return await(() -> messages().size() >= count, atMost);
    }

    /** Waits until anything more is heard, or the end; returns whether it was. */
    boolean awaitSomething(Duration atMost) throws InterruptedException {
        int before = heard().size();
        return await(() -> heard.size() > before || end != null, atMost);
    }

    /** Waits for the end; returns whether it came. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return await(() -> end != null, atMost);
    }

    private synchronized boolean await(BooleanSupplier condition, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.getAsBoolean() || inside != null) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                return condition.getAsBoolean();
            }
            wait(left);
        }
        return true;
    }
}
