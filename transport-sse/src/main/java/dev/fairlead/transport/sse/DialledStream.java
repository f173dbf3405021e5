// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.GuardedListener;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One event stream from a server.
 *
 * <ol>
 *   <li>The first event opens it, behind what it says: a proxy that holds the answer would have held it;
 *   <li>events are messages or notices; any other bytes are a sign of life;
 *   <li>the event {@code end} says why it ends; an end without it means that the link was cut [6.7].
 * </ol>
 */
final class DialledStream implements Wire, SseReader.Sink {
    private static final CompletionStage<Void> DONE = CompletableFuture.completedFuture(null);
    private static final Pattern SEQUENCE = Pattern.compile("[1-9][0-9]{0,17}");
    private static final int LARGEST_NOTICE = 64 << 10;
    private static final int DEEPEST = 16;

    private final Peer peer;
    private final GuardedListener listener;
    private final CompletableFuture<Wire> opened;
    private final SseReader reader;
    private @Nullable CloseReason end;

    /**
     * Creates a stream whose answer has not come yet.
     *
     * @param opened completes with this at the first bytes
     */
    DialledStream(Peer peer, DialContext context, CompletableFuture<Wire> opened) {
        this.peer = peer;
        this.listener = new GuardedListener(context.listener());
        this.opened = opened;
        this.reader = new SseReader(new SseDecoder(context.limits().bytes()), this);
    }

    /** Returns who is to read the body. */
    SseReader reader() {
        return reader;
    }

    @Override
    public void onBytes() {
        if (opened.isCompletedExceptionally()) {
            reader.cancel(); // who dialled did not wait
        } else if (opened.isDone()) {
            listener.onAlive();
        }
    }

    /** The server has answered. */
    void open() {
        if (opened.complete(this)) {
            listener.onAlive();
        } else if (opened.isCompletedExceptionally()) {
            reader.cancel();
        }
    }

    @Override
    public CompletionStage<Void> onEvent(SseEvent event) {
        JsonObject notification = notification(event);
        if (notification != null) {
            obey(event.type(), notification);
            open();
            return DONE;
        }
        open();
        if (event.data().length == 0) {
            return DONE;
        }
        String id = event.id();
        long sequence = id != null && SEQUENCE.matcher(id).matches() ? Long.parseLong(id) : WireListener.UNNUMBERED;
        return listener.onMessage(sequence, event.data());
    }

    /** Returns the notice in a named event, or null for a message: some servers name those too. */
    private static @Nullable JsonObject notification(SseEvent event) {
        if (event.type().isEmpty() || event.data().length > LARGEST_NOTICE) {
            return null;
        }
        try {
            JsonObject notification = JsonObject.read(event.data(), DEEPEST);
            return ("_fairlead/" + event.type()).equals(notification.text("method")) ? notification : null;
        } catch (AgentException message) {
            return null;
        }
    }

    private void obey(String name, JsonObject notification) {
        try {
            JsonObject params = notification.object("params");
            Notice notice = params == null ? null : Notice.read(name, params);
            if (notice instanceof Notice.End last) {
                end = last.reason();
            } else if (notice instanceof Notice.Acknowledged up) {
                listener.onAcknowledged(up.sequence());
            } else if (notice != null) {
                listener.onNotice(notice);
            }
        } catch (AgentException unusable) {
            close(new CloseReason(
                    Code.PROTOCOL, "The notice " + name + " is not understood: " + unusable.getMessage()));
        }
    }

    @Override
    public void onEnd(@Nullable Throwable failure) {
        CloseReason reason =
                failure instanceof AgentException ours ? ours.reason() : end != null ? end : CloseReason.LINK_LOST;
        if (!opened.completeExceptionally(new AgentException(reason.code(), ended(failure))) // a body without a byte
                && !opened.isCompletedExceptionally()) {
            listener.onClosed(reason);
        }
    }

    private static String ended(@Nullable Throwable failure) {
        return failure == null
                ? "The event stream ended before its first byte."
                : "The event stream was cut before its first byte.";
    }

    @Override
    public Peer peer() {
        return peer;
    }

    /** Fails: the way up is a POST (wire.md 1). */
    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        return CompletableFuture.failedStage(
                new AgentException(Code.UNSUPPORTED, "An event stream carries nothing up."));
    }

    /** Does nothing: the way up is a POST (wire.md 1). */
    @Override
    public CompletionStage<Void> tell(Notice notice) {
        return DONE;
    }

    @Override
    public void close(CloseReason reason) {
        reader.cancel();
        listener.onClosed(reason);
    }
}
