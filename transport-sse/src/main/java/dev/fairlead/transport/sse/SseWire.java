// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpStream;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One event stream to a client.
 *
 * <ol>
 *   <li>{@link #open} writes the first bytes; only when they are through does {@link #start} make a wire of the stream;
 *   <li>events and notices go out, one write each;
 *   <li>{@link #close} or the peer ends it; either way the listener hears of it when the stream is closed.
 * </ol>
 */
final class SseWire implements Wire {
    private final Peer peer;
    private final HttpStream stream;
    private final Duration linger;
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
    private volatile CompletionStage<Void> writing = CompletableFuture.completedFuture(null);

    /**
     * Creates a wire on a stream that has not begun.
     *
     * @param linger how long a write under way may go on after {@link #close}
     */
    SseWire(Peer peer, HttpStream stream, Duration linger) {
        this.peer = peer;
        this.stream = stream;
        this.linger = linger;
    }

    /**
     * Sends headers and preamble; completes when the socket has taken them.
     *
     * @param attached what a client is told first that knows of it, or null
     */
    CompletionStage<Void> open(Notice.@Nullable Attached attached) {
        ByteBuffer preamble = SseEncoder.preamble();
        if (attached == null) {
            return send(preamble);
        }
        ByteBuffer notice = SseEncoder.notice(attached);
        return send(ByteBuffer.allocate(preamble.remaining() + notice.remaining())
                .put(preamble)
                .put(notice)
                .flip());
    }

    /** Hands this wire to the runtime. */
    void start(Attachment attachment) {
        WireListener listener = attachment.start(this);
        closed().thenRun(() -> listener.onClosed(Objects.requireNonNullElse(reason.get(), CloseReason.LINK_LOST)));
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        return send(SseEncoder.events(batch));
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        ByteBuffer bytes = SseEncoder.notice(notice);
        return bytes.hasRemaining() ? send(bytes) : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<Void> send(ByteBuffer bytes) {
        CompletionStage<Void> written = stream.write(bytes);
        writing = written;
        return written;
    }

    /** Ends the answer well behind the write under way. A broken or stalled link is cut, and so is one that lingers too long. */
    @Override
    public void close(CloseReason why) {
        if (!reason.compareAndSet(null, why)) {
            return;
        }
        if (why.code() == Code.LINK_LOST || why.code() == Code.STALLED) {
            stream.abort();
            return;
        }
        // A copy: the time-out must not complete the stage that the runtime holds.
        CompletionStage<Void> written =
                writing.toCompletableFuture().copy().orTimeout(linger.toMillis(), TimeUnit.MILLISECONDS);
        written.whenComplete((done, late) -> {
            if (late == null) {
                stream.end();
            } else {
                stream.abort();
            }
        });
    }

    /** Returns why this wire was closed from our side, or null as long as it was not. */
    @Nullable CloseReason reason() {
        return reason.get();
    }

    /** Cuts the link, even while {@link #close} waits for a write. */
    void cut() {
        stream.abort();
    }

    /** Returns a stage that completes when the stream is over, whoever ended it. */
    CompletionStage<Void> closed() {
        return stream.closed();
    }
}
