// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One poll at the gateway, as {@code transport-polling} makes them: a wire whose first write answers it (wire.md 2.3). */
final class SimulatedPoll implements Wire {
    private static final Peer PEER = new Peer("polling", "nowhere", Peer.ANONYMOUS);

    /** What a poll asks. */
    record Question(
            @Nullable String connectionId,
            @Nullable String client,
            long after,
            Duration patience,
            List<Event> messages) {}

    /** What it is answered. */
    record Answer(
            @Nullable String connectionId, long received, List<Event> events, List<Notice> notices, boolean caughtUp) {
        /** Is what a gateway says to a poll that asks nothing. */
        static final Answer PROBED = new Answer(null, 0, List.of(), List.of(), false);

        boolean hasNews() {
            return !events.isEmpty() || !notices.isEmpty();
        }
    }

    private final BothEnds world;
    private final Question question;
    private final CompletableFuture<Answer> answer;
    private final List<Notice> notices = new ArrayList<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private List<Event> events = List.of();
    private @Nullable Attachment attachment;
    private @Nullable WireListener listener;
    private boolean caughtUp;
    private boolean handing = true;
    private boolean handed;
    private boolean due;
    private boolean over;

    private SimulatedPoll(BothEnds world, Question question, CompletableFuture<Answer> answer) {
        this.world = world;
        this.question = question;
        this.answer = answer;
    }

    /** A poll has arrived at the gateway. */
    static void arrive(BothEnds world, Question question, CompletableFuture<Answer> answer) {
        if (question.connectionId == null && question.messages.isEmpty()) {
            answer.complete(Answer.PROBED);
            return;
        }
        SimulatedPoll poll = new SimulatedPoll(world, question, answer);
        try {
            poll.attachment = world.gateway.attach(world.fault.request(new AttachRequest(
                    PEER,
                    question.connectionId,
                    question.client,
                    Streams.ALL,
                    question.after,
                    true,
                    true,
                    question.patience.isZero() ? null : question.patience)));
        } catch (AgentException refusal) {
            answer.completeExceptionally(refusal);
            return;
        }
        world.network.polls.add(poll);
        WireListener started = poll.attachment.start(poll);
        poll.listener = started;
        poll.hand(started, question.messages.iterator());
    }

    private void hand(WireListener to, Iterator<Event> messages) {
        while (messages.hasNext() && !over) {
            Event next = messages.next();
            CompletableFuture<Void> taken = to.onMessage(
                            next.sequence(), next.message().text().getBytes(StandardCharsets.UTF_8))
                    .toCompletableFuture();
            if (!taken.isDone()) {
                var unused = taken.thenRun(() -> {
                    if (!over) {
                        handing = true;
                        hand(to, messages);
                    }
                });
                rest(false);
                return;
            }
        }
        rest(true);
    }

    private void rest(boolean all) {
        handing = false;
        handed |= all;
        answerIfDue();
    }

    @Override
    public Peer peer() {
        return PEER;
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        if (over) {
            return CompletableFuture.failedStage(new IllegalStateException("answered"));
        }
        world.tally.count("polling event");
        events = batch;
        answerIfDue();
        return answered;
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        if (over) {
            return CompletableFuture.failedStage(new IllegalStateException("answered"));
        }
        boolean last = notice instanceof Notice.Heartbeat || notice instanceof Notice.End;
        boolean superseded = notice instanceof Notice.End end && end.reason().code() == Code.SUPERSEDED;
        caughtUp |= notice instanceof Notice.CaughtUp;
        if (!superseded && (notice instanceof Notice.Gap || notice instanceof Notice.End)) {
            notices.add(notice);
        }
        due |= last || notice instanceof Notice.Gap;
        answerIfDue();
        return last ? answered : CompletableFuture.completedStage(null);
    }

    @Override
    public void close(CloseReason reason) {
        due = true;
        answerIfDue();
    }

    private void answerIfDue() {
        boolean ready = due || !events.isEmpty() || (handed && question.patience.isZero() && caughtUp);
        Attachment place = attachment;
        if (over || handing || place == null || listener == null || !ready) {
            return;
        }
        over = true;
        Answer reply = new Answer(
                place.connectionId(), world.fault.received(place.received()), events, List.copyOf(notices), caughtUp);
        world.scheduler.execute(() -> answer.complete(reply));
        end(CloseReason.NORMAL);
    }

    private void end(CloseReason reason) {
        WireListener told = listener;
        world.scheduler.execute(() -> {
            if (told != null) {
                told.onClosed(reason);
            }
            answered.complete(null);
        });
    }

    /** The link breaks. */
    void cut() {
        world.scheduler.execute(() -> answer.completeExceptionally(new AgentException(Code.LINK_LOST, "Cut.")));
        if (!over) {
            over = true;
            end(CloseReason.LINK_LOST);
        }
    }

    boolean isOver() {
        return over;
    }
}
