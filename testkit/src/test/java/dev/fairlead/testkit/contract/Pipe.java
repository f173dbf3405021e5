// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.GuardedListener;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A medium in memory that holds 64 KiB, with one flaw, or none. A thread of its own reads it. */
final class Pipe implements Ends, Wire {
    /** Lets the threads go that a leaking pipe has left. */
    static volatile CountDownLatch leaked = new CountDownLatch(1);

    private static final int CAPACITY = 64 << 10;

    private final @Nullable Flaw flaw;
    private final int limit;
    private final WireListener near;
    private final WireListener far;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private final Deque<Object> held = new ArrayDeque<>();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final Thread reader = new Thread(this::read, "pipe-reader");
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private int heldBytes;
    private boolean draining;
    private boolean cut;
    private byte[] last = {};
    private @Nullable CloseReason told;
    private @Nullable CloseReason closing;

    Pipe(@Nullable Flaw flaw, Opening opening) {
        this.flaw = flaw;
        this.limit =
                is(Flaw.HAS_NO_LIMIT) ? Integer.MAX_VALUE : opening.limits().bytes();
        boolean unguarded = is(Flaw.ENDS_WITHIN_A_CALL) || is(Flaw.ENDS_TWICE);
        this.near = unguarded ? opening.near() : new GuardedListener(opening.near());
        this.far = unguarded || is(Flaw.OVERLAPS) ? opening.far() : new GuardedListener(opening.far());
        reader.start();
        if (is(Flaw.LEAKS)) {
            new Thread(this::leak, "pipe-leak").start();
        }
    }

    private boolean is(Flaw other) {
        return flaw == other;
    }

    private void leak() {
        try {
            leaked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Wire wire() {
        return this;
    }

    @Override
    public Peer peer() {
        return new Peer("pipe", "here", Peer.ANONYMOUS);
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        List<Event> events = new ArrayList<>(batch);
        if (is(Flaw.REORDERS) && events.size() > 2) {
            Collections.swap(events, 1, 2);
        } else if (is(Flaw.LOSES_A_BATCH) && events.size() > 200) {
            events.clear();
        } else if (is(Flaw.REPEATS)) {
            events.add(1, events.get(0));
        }
        if (events.stream().anyMatch(event -> event.message().size() > limit)) {
            end(new CloseReason(Code.TOO_LARGE, "The message is too large."), true);
        }
        return put(events);
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        if (notice instanceof Notice.End end) {
            told = end.reason();
        }
        if (is(Flaw.LOSES_NOTICES)) {
            return CompletableFuture.completedStage(null);
        }
        return put(List.of(notice));
    }

    private CompletionStage<Void> put(List<?> more) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        synchronized (this) {
            if (gone.isDone() || closing != null || cut) {
                return is(Flaw.LIVES_ON) ? CompletableFuture.completedStage(null) : failed();
            }
            waiting.addAll(more);
            writing = stage;
        }
        move();
        if (is(Flaw.BLOCKS)) {
            stage.exceptionally(failure -> null).join();
        }
        return is(Flaw.COMPLETES_EARLY) ? CompletableFuture.completedStage(null) : stage;
    }

    private static CompletionStage<Void> failed() {
        return CompletableFuture.failedStage(new AgentException(Code.LINK_LOST, "The pipe is broken."));
    }

    /** Takes what there is room for; completes the write under way when all of it is taken. */
    private void move() {
        CompletableFuture<Void> taken = null;
        synchronized (this) {
            while (!waiting.isEmpty() && heldBytes < CAPACITY) {
                Object one = waiting.remove();
                held.add(one);
                heldBytes += size(one);
            }
            notifyAll();
            if (waiting.isEmpty()) {
                taken = writing;
            }
        }
        if (taken != null) {
            taken.complete(null);
        }
    }

    private static int size(Object one) {
        return one instanceof Event event ? event.message().size() : 0;
    }

    private void read() {
        for (Object one = next(); one != null; one = next()) {
            move();
            if (one instanceof Notice notice) {
                far.onNotice(notice);
            } else if (one instanceof Event event) {
                CompletionStage<Void> taken = hand(event);
                if (!is(Flaw.IGNORES_DEMAND)) {
                    CompletableFuture.anyOf(taken.toCompletableFuture(), gone).join();
                }
            }
        }
        CloseReason reason = closing;
        if (reason != null) {
            far.onClosed(told == null ? CloseReason.NORMAL : told);
        }
    }

    private synchronized @Nullable Object next() {
        while (held.isEmpty() && !draining && !gone.isDone()) {
            try {
                wait();
            } catch (InterruptedException e) {
                return null;
            }
        }
        Object one = gone.isDone() ? null : held.poll();
        heldBytes -= one == null ? 0 : size(one);
        return one;
    }

    private CompletionStage<Void> hand(Event event) {
        String text = event.message().text();
        byte[] utf8 = (is(Flaw.TIDIES) ? text.strip().replace(" ", "") : text).getBytes(StandardCharsets.UTF_8);
        if (is(Flaw.REUSES_BYTES) && last.length == utf8.length) {
            System.arraycopy(utf8, 0, last, 0, utf8.length);
        }
        last = utf8;
        if (is(Flaw.OVERLAPS)) {
            AtomicBoolean over = new AtomicBoolean();
            CompletableFuture<Void> besides = CompletableFuture.runAsync(() -> {
                do {
                    far.onAlive();
                } while (!over.get());
            });
            CompletionStage<Void> taken = far.onMessage(event.sequence(), utf8);
            over.set(true);
            besides.join();
            return taken;
        }
        return far.onMessage(event.sequence() + (is(Flaw.MISNUMBERS) ? 1 : 0), utf8);
    }

    /** The near end: what is in the pipe is still read. */
    @Override
    public void close(CloseReason reason) {
        synchronized (this) {
            if (closing != null || gone.isDone()) {
                return;
            }
            closing = reason;
            draining = true;
            notifyAll();
        }
        fail();
        if (is(Flaw.TELLS_THE_LAST_REASON)) {
            near.onClosed(CloseReason.NORMAL);
        } else if (!is(Flaw.ENDS_SILENTLY)) {
            near.onClosed(reason);
        }
        if (is(Flaw.ENDS_TWICE)) {
            near.onClosed(reason);
        }
    }

    @Override
    public void leave(CloseReason reason) {
        end(reason, false);
    }

    @Override
    public void cut() {
        if (is(Flaw.LIVES_ON)) {
            cut = true;
            return;
        }
        end(is(Flaw.HIDES_A_CUT) ? CloseReason.NORMAL : CloseReason.LINK_LOST, true);
    }

    private void end(CloseReason reason, boolean both) {
        if (!gone.complete(null)) {
            return;
        }
        synchronized (this) {
            notifyAll();
        }
        if (!is(Flaw.FORGETS_A_STAGE)) {
            fail();
        }
        near.onClosed(both ? reason : CloseReason.NORMAL);
        far.onClosed(reason);
    }

    private void fail() {
        CompletableFuture<Void> open;
        synchronized (this) {
            open = writing;
        }
        open.completeExceptionally(new AgentException(Code.LINK_LOST, "The pipe is over."));
    }

    @Override
    public void close() {
        cut = false;
        end(CloseReason.NORMAL, true);
        try {
            reader.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
