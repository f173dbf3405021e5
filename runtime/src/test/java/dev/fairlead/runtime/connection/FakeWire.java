// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A wire that records what it is given and takes it at once, or when a test says so. */
final class FakeWire implements Wire {
    final List<Event> events = new ArrayList<>();
    final List<Notice> notices = new ArrayList<>();
    /** What was written, in order: the text of a message, or the name of a notice. */
    final List<String> said = new ArrayList<>();

    final List<Integer> batches = new ArrayList<>();
    List<Event> lastBatch = List.of();

    private boolean slow;
    private boolean deaf;
    private @Nullable CompletableFuture<Void> underWay;
    private @Nullable WireListener listener;
    private @Nullable CloseReason closed;

    /** Takes nothing any more until {@link #take}. */
    FakeWire slow() {
        slow = true;
        return this;
    }

    /** Does not hear that it is closed: the peer is gone without a word, and so is the medium. */
    FakeWire deaf() {
        deaf = true;
        return this;
    }

    void hears(WireListener heard) {
        listener = heard;
        if (closed != null) {
            listener.onClosed(closed);
        }
    }

    WireListener listener() {
        if (listener == null) {
            throw new IllegalStateException("not attached");
        }
        return listener;
    }

    /** Sends a message up. */
    CompletionStage<Void> send(long sequence, String text) {
        return listener().onMessage(sequence, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Completes the write under way. */
    void take() {
        CompletableFuture<Void> done = underWay;
        underWay = null;
        if (done != null) {
            done.complete(null);
        }
    }

    boolean isWriting() {
        return underWay != null;
    }

    /** Breaks the link: the write under way fails, the listener hears of it. */
    void cut() {
        over(CloseReason.LINK_LOST);
    }

    private void over(CloseReason reason) {
        if (closed != null) {
            return;
        }
        closed = reason;
        CompletableFuture<Void> failed = underWay;
        underWay = null;
        if (failed != null) {
            failed.completeExceptionally(new IllegalStateException("cut"));
        }
        if (listener != null) {
            listener.onClosed(reason);
        }
    }

    /** Returns why it was closed, or null. */
    @Nullable CloseReason closed() {
        return closed;
    }

    /** Returns the sequences that were written. */
    List<Long> sequences() {
        return events.stream().map(Event::sequence).toList();
    }

    /** Returns the messages that were written. */
    List<String> texts() {
        return events.stream().map(event -> event.message().text()).toList();
    }

    /** Returns the last notice of a kind. */
    <N extends Notice> N last(Class<N> kind) {
        return notices.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((a, b) -> b)
                .orElseThrow();
    }

    long count(Class<? extends Notice> kind) {
        return notices.stream().filter(kind::isInstance).count();
    }

    @Override
    public Peer peer() {
        return new Peer("fake", "nowhere", Peer.ANONYMOUS);
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        assertTrue(!batch.isEmpty() && batch.size() <= 256, "a batch has 1 to 256 events");
        events.addAll(batch);
        batches.add(batch.size());
        lastBatch = batch;
        batch.forEach(event -> said.add(event.message().text()));
        return begin();
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        notices.add(notice);
        said.add(notice.name());
        return begin();
    }

    private CompletionStage<Void> begin() {
        assertTrue(underWay == null, "[1.1] one write at a time");
        if (closed != null) {
            return CompletableFuture.failedStage(new IllegalStateException("closed"));
        }
        if (!slow) {
            return CompletableFuture.completedStage(null);
        }
        underWay = new CompletableFuture<>();
        return underWay;
    }

    @Override
    public void close(CloseReason reason) {
        if (!deaf) {
            over(reason);
        }
    }
}
