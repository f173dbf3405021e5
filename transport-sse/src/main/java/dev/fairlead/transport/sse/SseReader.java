// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.AgentException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of an answer as events, one demand for each: while the stage of an event is open no more bytes are asked for [5.3].
 * The end is told behind the events that came before it.
 */
final class SseReader implements Flow.Subscriber<List<ByteBuffer>> {
    /** Who hears the events, from one thread at a time. */
    interface Sink {
        /** Learns that bytes came. */
        void onBytes();

        /** Takes an event; completes when the next may come. */
        CompletionStage<Void> onEvent(SseEvent event);

        /** Learns that the body is over, and with a failure that it is not whole. */
        void onEnd(@Nullable Throwable failure);
    }

    private final SseDecoder decoder;
    private final Sink sink;
    private final Queue<ByteBuffer> buffers = new ArrayDeque<>();
    private final AtomicBoolean cancelled = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription subscription;
    private boolean reading;
    private boolean over;
    private @Nullable Throwable failure;

    SseReader(SseDecoder decoder, Sink sink) {
        this.decoder = decoder;
        this.sink = sink;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (cancelled.get()) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> items) {
        synchronized (this) {
            buffers.addAll(items); // one batch at most: no other was asked for
            reading = true;
        }
        sink.onBytes();
        read();
    }

    private void read() {
        while (!cancelled.get()) {
            SseEvent event;
            try {
                event = next();
            } catch (AgentException tooLarge) {
                cancel();
                sink.onEnd(tooLarge);
                return;
            }
            if (event == null) {
                rest();
                return;
            }
            CompletableFuture<Void> taken = sink.onEvent(event).toCompletableFuture();
            if (!taken.isDone()) {
                var unused = taken.whenComplete((done, never) -> read());
                return;
            }
        }
    }

    private @Nullable SseEvent next() {
        for (ByteBuffer bytes = buffers.peek(); bytes != null; bytes = buffers.peek()) {
            SseEvent event = decoder.next(bytes);
            if (event != null) {
                return event;
            }
            buffers.remove();
        }
        return null;
    }

    /** Asks for more, or tells the end that came meanwhile. */
    private void rest() {
        boolean ended;
        synchronized (this) {
            reading = false;
            ended = over;
        }
        Flow.Subscription open = subscription;
        if (ended) {
            sink.onEnd(failure);
        } else if (open != null) {
            open.request(1);
        }
    }

    @Override
    public void onError(Throwable cause) {
        end(cause);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable cause) {
        synchronized (this) {
            over = true;
            failure = cause;
            if (reading) {
                return;
            }
        }
        sink.onEnd(cause);
    }

    /** Lets the body go; nothing is heard any more. Any thread, any number of times. */
    void cancel() {
        cancelled.set(true);
        Flow.Subscription open = subscription;
        if (open != null) {
            open.cancel();
        }
    }
}
