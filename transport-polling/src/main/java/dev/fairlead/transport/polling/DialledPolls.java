// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.transport.polling.PollExchange.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A wire made of polls.
 *
 * <ol>
 *   <li>One poll waits at the gateway for what the agent says; the next is sent when the listener has {@linkplain Hearing taken} what
 *       the last one brought [5.1], and acknowledges it by its cursor;
 *   <li>what is {@linkplain Writing written} goes in a poll of its own that does not wait, so that its answer says what has arrived;
 *       the gateway ends the one that waits, and afterwards there is another;
 *   <li>a poll that is cut while it waits is no end: the next one waits {@linkplain Patience less}. Three {@link Failures} in a row
 *       are the end.
 * </ol>
 *
 * <p>A poll that failed is sent again with the same cursor and the same numbers, which the protocol makes harmless (wire.md 2.2, 2.3).
 * All that happens takes its {@linkplain Turns turn}: the fields, and what they hold, are used in turns alone.
 */
final class DialledPolls implements Wire {
    /** How long to wait before an agent that takes no more now is asked again. */
    private static final Duration FULL_PAUSE = Duration.ofMillis(100);

    private final Peer peer;
    private final DialContext context;
    private final Turns turns = new Turns();
    private final Asking asking;
    private final Writing writing;
    private final Hearing hearing;
    private final Patience patience;
    private final Failures failures = new Failures();

    /** The number of the poll that waits, or 0. */
    private long waiting;

    private boolean over;

    /**
     * Creates a wire.
     *
     * @param first the poll that was asked first
     */
    DialledPolls(Peer peer, PollExchange exchange, DialContext context, PollQuestion first) {
        this.peer = peer;
        this.context = context;
        Duration wait = context.settings().get(PollingTransport.WAIT);
        Duration half = context.settings().get(DialContext.SILENCE).dividedBy(2);
        Duration longest = wait.compareTo(half) < 0 ? wait : half;
        this.asking = new Asking(exchange, first.client(), this::unlessOver);
        this.writing = new Writing(context.listener());
        this.hearing = new Hearing(context, first.after(), longest, this::unlessOver, this::goOn);
        this.patience = new Patience(longest);
    }

    /**
     * Begins with the first answer.
     *
     * @param opened tells that the wire is open, as soon as the listener knows of the connection; returns whether anybody wants it
     */
    void open(PollReply first, BooleanSupplier opened) {
        turns.take(() -> {
            hearing.learn(first);
            if (opened.getAsBoolean()) {
                hearing.deliver(first);
            } else {
                end(CloseReason.NORMAL);
            }
        });
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        turns.take(() -> {
            writing.begin(batch, done);
            if (over) {
                writing.fail();
            } else {
                send();
            }
        });
        return done;
    }

    /** Says nothing: each poll shows that we live, and its cursor what we have. */
    @Override
    public CompletionStage<Void> tell(Notice notice) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close(CloseReason reason) {
        turns.take(() -> end(reason));
    }

    private void unlessOver(Runnable next) {
        turns.take(() -> {
            if (!over) {
                next.run();
            }
        });
    }

    // ---- the poll that waits

    private void listen() {
        boolean busy = waiting != 0 || asking.isPausing() || hearing.isDelivering() || writing.isUnderWay();
        if (!busy && hearing.connectionId() != null) {
            PollQuestion question = asking.question(Writing.Load.NONE, hearing, patience.time());
            waiting = question.poll();
            long begun = System.nanoTime();
            asking.ask(question, outcome -> waited(question, outcome, Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    private void waited(PollQuestion question, Outcome outcome, Duration time) {
        if (waiting != question.poll()) {
            return; // one that was written ended it, and goes on in its place
        }
        waiting = 0;
        if (outcome instanceof Outcome.Answered answered) {
            if (!answered.reply().hasNews() && time.compareTo(question.patience()) >= 0) {
                patience.served();
            }
            heard(answered.reply());
        } else if (outcome instanceof Outcome.Failed failed) {
            boolean cut = failed.why().code() == Code.LINK_LOST && patience.cut(time);
            if (cut) {
                listen();
            } else {
                failed(failed.why(), this::listen);
            }
        }
    }

    // ---- the poll that carries

    private void send() {
        Writing.Load load = writing.next();
        asking.ask(asking.question(load, hearing, Duration.ZERO), outcome -> sent(load, outcome));
    }

    private void sent(Writing.Load load, Outcome outcome) {
        if (outcome instanceof Outcome.Answered answered) {
            waiting = 0;
            boolean further = writing.received(answered.reply().received());
            heard(answered.reply());
            if (!writing.isUnderWay()) {
                writing.finish();
            } else if (!over && further) {
                send();
            } else if (!over) {
                asking.pause(FULL_PAUSE, this::send);
            }
        } else if (outcome instanceof Outcome.Failed failed) {
            boolean tooLarge = failed.why().code() == Code.TOO_LARGE && hearing.connectionId() != null;
            if (tooLarge && writing.lighten(load, failed.why().reason())) {
                send();
            } else {
                failed(failed.why(), this::send);
            }
        }
    }

    // ---- either

    private void heard(PollReply reply) {
        failures.answered();
        hearing.learn(reply);
        hearing.deliver(reply);
    }

    private void failed(AgentException why, Runnable again) {
        Duration pause = failures.failed(why, hearing.connectionId() != null);
        if (pause == null) {
            end(why.reason());
        } else {
            asking.pause(pause, again);
        }
    }

    private void goOn(@Nullable CloseReason last) {
        if (last == null) {
            listen();
        } else {
            end(last);
        }
    }

    private void end(CloseReason reason) {
        if (over) {
            return;
        }
        over = true;
        asking.end();
        if (writing.isUnderWay()) {
            writing.fail();
        }
        context.listener().onClosed(reason);
    }
}
