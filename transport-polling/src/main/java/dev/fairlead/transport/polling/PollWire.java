// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.transport.polling.PollRequest.Upward;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One poll: a wire whose first write answers it.
 *
 * <ol>
 *   <li>{@link #start} hands it to the runtime, then the messages that the poll carries, one after the other;
 *   <li>the first events, notice or heartbeat that are written answer it; where the client does not wait, {@link Notice.CaughtUp}
 *       does; but never while a message is handed over;
 *   <li>the answer is the end of the wire.
 * </ol>
 *
 * <p>What it was given beyond that is not lost: the client's next poll names the cursor up to which it has everything.
 */
final class PollWire implements Wire {
    static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "application/json",
            "Cache-Control", "no-cache, no-store, no-transform");

    private final Peer peer;
    private final HttpCall call;
    private final PollRequest request;
    private final boolean waitsNot;
    private final Attachment attachment;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();

    // Guarded by this; when it is over, the answer is not touched any more.
    private final PollAnswer answer;
    private @Nullable WireListener listener;
    private boolean handing = true;
    private boolean handed;
    private boolean due;
    private boolean over;

    PollWire(Peer peer, HttpCall call, PollRequest request, Attachment attachment) {
        this.peer = peer;
        this.call = call;
        this.request = request;
        this.waitsNot = Duration.ZERO.equals(request.patience());
        this.attachment = attachment;
        this.answer = new PollAnswer(request);
    }

    /** Hands the wire to the runtime, and what the client says. */
    void start() {
        WireListener started = attachment.start(this);
        synchronized (this) {
            listener = started;
        }
        hand(started, request.messages().iterator());
    }

    /** Hands messages over as long as there is demand for them; those for which there is none in time the client sends again. */
    private void hand(WireListener to, Iterator<Upward> messages) {
        while (messages.hasNext()) {
            Upward next = messages.next();
            CompletableFuture<Void> taken =
                    to.onMessage(next.sequence(), next.utf8()).toCompletableFuture();
            if (!taken.isDone()) {
                var unused = taken.thenRun(() -> {
                    if (handOn()) {
                        hand(to, messages);
                    }
                });
                rest(false);
                return;
            }
        }
        rest(true);
    }

    /** Returns whether to hand over more. */
    private synchronized boolean handOn() {
        handing = !over;
        return handing;
    }

    private void rest(boolean all) {
        synchronized (this) {
            handing = false;
            handed |= all;
        }
        answerIfDue();
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        synchronized (this) {
            if (over) {
                return CompletableFuture.failedFuture(late());
            }
            answer.events(batch.size() > request.most() ? batch.subList(0, request.most()) : batch);
        }
        answerIfDue();
        return answered;
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        boolean last = notice instanceof Notice.Heartbeat || notice instanceof Notice.End;
        synchronized (this) {
            if (over) {
                return CompletableFuture.failedFuture(late());
            }
            if (!(notice instanceof Notice.End end && end.reason().code() == Code.SUPERSEDED)) {
                answer.notice(notice); // who has sent a newer poll need not know
            }
            due |= last;
        }
        answerIfDue();
        return last ? answered : CompletableFuture.completedStage(null);
    }

    /** Answers with what there is. */
    @Override
    public void close(CloseReason reason) {
        synchronized (this) {
            due = true;
        }
        answerIfDue();
    }

    private void answerIfDue() {
        WireListener last;
        synchronized (this) {
            if (over || handing || listener == null || !isDue()) {
                return;
            }
            over = true;
            last = listener;
        }
        answer.connection(attachment.connectionId(), attachment.received());
        call.respond(200, HEADERS, answer.json());
        last.onClosed(CloseReason.NORMAL);
        answered.complete(null);
    }

    private boolean isDue() {
        return due || answer.isUrgent() || (handed && waitsNot && answer.isCaughtUp());
    }

    private static AgentException late() {
        return new AgentException(Code.LINK_LOST, "The poll has been answered already.");
    }

    /** Returns a stage that completes when the poll has been answered. */
    CompletionStage<Void> answered() {
        return answered;
    }
}
