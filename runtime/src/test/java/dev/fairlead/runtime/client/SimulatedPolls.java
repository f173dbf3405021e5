// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.client.SimulatedPoll.Answer;
import dev.fairlead.runtime.client.SimulatedPoll.Question;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A wire made of polls, as {@code transport-polling} dials them, in simulated time. */
final class SimulatedPolls implements Wire {
    private static final int MOST_FAILURES = 3;
    private static final Duration WAIT = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(4);

    private record Sending(List<Event> messages, CompletableFuture<Void> done) {}

    private final BothEnds world;
    private final DialContext context;
    private final WireListener listener;
    private final List<CompletableFuture<Answer>> underWay = new ArrayList<>();
    private @Nullable String connectionId;
    private long cursor;
    private long acknowledged;
    private @Nullable CompletableFuture<Answer> waiting;
    private @Nullable Sending sending;
    private boolean pausing;
    private boolean delivering;
    private int failures;
    private boolean open;
    private boolean over;
    private boolean told;

    SimulatedPolls(BothEnds world, DialContext context) {
        this.world = world;
        this.context = context;
        this.listener = world.fault.listener(context.listener());
        Long after = context.resumption().after();
        this.cursor = after == null ? 0 : after;
    }

    /** Asks for the first time. */
    CompletionStage<Wire> dial() {
        world.invariants.trace("polling is dialled: {}", context.resumption());
        CompletableFuture<Wire> opened = new CompletableFuture<>();
        String id = context.resumption().connectionId();
        Question first =
                new Question(id, world.fault.client(context.resumption().client()), cursor, Duration.ZERO, List.of());
        var unused = ask(first, (asked, reply, failure) -> {
            if (reply == null) {
                opened.completeExceptionally(Reason.of(failure));
                return;
            }
            CloseReason ended = end(reply);
            if (ended == null) {
                open(reply, opened);
            } else {
                opened.completeExceptionally(new AgentException(ended.code(), ended.detail()));
            }
        });
        return opened;
    }

    private void open(Answer reply, CompletableFuture<Wire> opened) {
        open = true;
        world.network.dialledPolls.add(this);
        if (context.resumption().connectionId() == null) {
            listener.onNotice(new Notice.CaughtUp(0));
        }
        learn(reply);
        opened.complete(this);
        deliver(reply, 0);
    }

    private interface Then {
        void answered(CompletableFuture<Answer> asked, @Nullable Answer reply, @Nullable Throwable failure);
    }

    private CompletableFuture<Answer> ask(Question question, Then then) {
        CompletableFuture<Answer> asking = new CompletableFuture<>();
        underWay.add(asking);
        BiConsumer<Answer, Throwable> answered = (reply, failure) -> world.scheduler.execute(() -> {
            underWay.removeIf(one -> one == asking);
            if (!over) {
                then.answered(asking, reply, failure);
            }
        });
        var unused = asking.whenComplete(answered);
        int copies = world.chance.oneIn(10) ? world.chance.between(2, 3) : world.chance.oneIn(30) ? 0 : 1;
        Runnable arrives = () -> SimulatedPoll.arrive(world, question, asking);
        world.network.reach("polling", asking, copies, arrives);
        world.tally.count(copies == 1 ? "poll" : copies == 0 ? "poll lost" : "poll doubled");
        world.time.after(
                question.patience().plus(ANSWER_TIME),
                () -> asking.completeExceptionally(new AgentException(Code.LINK_LOST, "No answer.")));
        return asking;
    }

    @Override
    public Peer peer() {
        return new Peer("polling", "nowhere", Peer.ANONYMOUS);
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        world.invariants.check(sending == null || over, "[1.1] two writes at once on polls");
        if (over) {
            return CompletableFuture.failedStage(new IllegalStateException("closed"));
        }
        world.tally.count("polling up");
        CompletableFuture<Void> done = new CompletableFuture<>();
        sending = new Sending(batch, done);
        send();
        return done;
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close(CloseReason reason) {
        world.scheduler.execute(() -> over(reason));
    }

    private Question question(Duration wait, List<Event> messages) {
        return new Question(
                connectionId, world.fault.client(context.resumption().client()), cursor, wait, messages);
    }

    private void goOn() {
        if (!pausing && !delivering && waiting == null && sending == null && connectionId != null && !over) {
            waiting = ask(question(WAIT, List.of()), this::waited);
        }
    }

    private void waited(CompletableFuture<Answer> asked, @Nullable Answer reply, @Nullable Throwable failure) {
        if (waiting != asked) {
            return;
        }
        waiting = null;
        if (reply != null) {
            heard(reply);
        } else {
            failed(failure, this::goOn);
        }
    }

    private void send() {
        Sending now = sending;
        if (now != null && !over) {
            var unused = ask(question(Duration.ZERO, now.messages), this::sent);
        }
    }

    private void sent(CompletableFuture<Answer> asked, @Nullable Answer reply, @Nullable Throwable failure) {
        Sending now = sending;
        if (reply == null) {
            failed(failure, this::send);
        } else if (now != null) {
            List<Event> rest = now.messages.stream()
                    .filter(message -> message.sequence() > reply.received())
                    .toList();
            waiting = null;
            sending = rest.isEmpty() ? null : new Sending(rest, now.done);
            heard(reply);
            if (rest.isEmpty()) {
                now.done.complete(null);
            } else if (!over) {
                pause(this::send);
            }
        }
    }

    private void failed(@Nullable Throwable failure, Runnable again) {
        AgentException why = Reason.of(failure);
        if (why.code() != Code.LINK_LOST || ++failures >= MOST_FAILURES) {
            over(why.reason());
        } else {
            pause(again);
        }
    }

    private void pause(Runnable then) {
        pausing = true;
        world.time.after(PAUSE, () -> {
            pausing = false;
            if (!over) {
                then.run();
            }
        });
    }

    private void heard(Answer reply) {
        failures = 0;
        learn(reply);
        if (!delivering) {
            deliver(reply, 0);
        }
    }

    private void learn(Answer reply) {
        if (reply.connectionId() != null && !reply.connectionId().equals(connectionId)) {
            connectionId = reply.connectionId();
            acknowledged = reply.received();
            listener.onNotice(new Notice.Attached(connectionId, acknowledged, WAIT, context.limits()));
        } else if (reply.received() > acknowledged) {
            acknowledged = reply.received();
            listener.onAcknowledged(acknowledged);
        } else {
            listener.onAlive();
        }
    }

    private void deliver(Answer reply, int from) {
        if (from == 0) {
            reply.notices().stream().filter(Notice.Gap.class::isInstance).forEach(listener::onNotice);
        }
        for (int i = from; i < reply.events().size(); i++) {
            Event event = reply.events().get(i);
            if (event.sequence() > cursor) {
                cursor = event.sequence();
                int next = i + 1;
                CompletableFuture<Void> taken = listener.onMessage(
                                world.fault.numberDown(cursor),
                                event.message().text().getBytes(StandardCharsets.UTF_8))
                        .toCompletableFuture();
                if (!taken.isDone()) {
                    delivering = true;
                    var unused = taken.thenRun(() -> {
                        delivering = false;
                        if (!over) {
                            deliver(reply, next);
                        }
                    });
                    return;
                }
            }
        }
        CloseReason ended = end(reply);
        if (ended != null) {
            over(ended);
        } else {
            goOn();
        }
    }

    private static @Nullable CloseReason end(Answer reply) {
        return reply.notices().stream()
                .filter(Notice.End.class::isInstance)
                .map(notice -> ((Notice.End) notice).reason())
                .findFirst()
                .orElse(null);
    }

    private void over(CloseReason reason) {
        if (over) {
            return;
        }
        over = true;
        world.invariants.trace("polls are over: {}", reason);
        List.copyOf(underWay).forEach(asking -> asking.cancel(true));
        Sending failed = sending;
        sending = null;
        if (failed != null) {
            failed.done.completeExceptionally(new IllegalStateException("closed"));
        }
        world.scheduler.execute(() -> {
            told = true;
            listener.onClosed(reason);
        });
    }

    /** Returns whether its client has it. */
    boolean isOpenAtClient() {
        return open && !told;
    }

    @Override
    public String toString() {
        return "polls " + (over ? "over " : "") + (waiting == null ? "" : "waiting ")
                + (sending == null ? "" : "sending ") + (pausing ? "pausing " : "") + (delivering ? "delivering" : "");
    }
}
