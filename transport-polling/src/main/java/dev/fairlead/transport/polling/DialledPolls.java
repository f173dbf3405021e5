// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.transport.polling.PollExchange.Outcome;
import dev.fairlead.transport.polling.PollReply.Down;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wire made of polls.
 *
 * <ol>
 *   <li>One poll waits at the gateway for what the agent says; the next is sent when the listener has taken what the last one brought
 *       [5.1], and acknowledges it by its cursor;
 *   <li>what is written goes in a poll of its own that does not wait, so that its answer says what has arrived; the gateway ends the
 *       one that waits, and afterwards there is another;
 *   <li>a poll that is cut while it waits is no end: the next one waits less. Three failures in a row are the end.
 * </ol>
 *
 * <p>A poll that failed is sent again with the same cursor and the same numbers, which the protocol makes harmless (wire.md 2.2, 2.3).
 * All that happens takes its {@linkplain Turns turn}: the fields are used in turns alone.
 */
final class DialledPolls implements Wire {
    private static final Logger log = LoggerFactory.getLogger(DialledPolls.class);
    private static final int MOST_FAILURES = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

    /** Messages that are being written, and who waits for that. */
    private record Sending(List<Event> messages, CompletableFuture<Void> done) {}

    private final Peer peer;
    private final PollExchange exchange;
    private final DialContext context;
    private final String client;
    private final Patience patience;
    private final Duration longest;
    private final Turns turns = new Turns();
    private final Map<Long, CompletableFuture<Outcome>> underWay = new HashMap<>(4);

    private @Nullable String connectionId;
    private long cursor;
    private long acknowledged;
    private boolean caughtUp;
    private long waiting;
    private boolean pausing;
    private boolean delivering;
    private @Nullable Sending sending;
    private int mostAtOnce = Integer.MAX_VALUE;
    private int failures;
    private boolean over;

    /**
     * Creates a wire.
     *
     * @param first the poll that was asked first
     */
    DialledPolls(Peer peer, PollExchange exchange, DialContext context, PollQuestion first) {
        this.peer = peer;
        this.exchange = exchange;
        this.context = context;
        this.client = first.client();
        this.cursor = first.after();
        Duration wait = context.settings().get(PollingTransport.WAIT);
        Duration half = context.settings().get(DialContext.SILENCE).dividedBy(2);
        this.longest = wait.compareTo(half) < 0 ? wait : half;
        this.patience = new Patience(longest);
    }

    /**
     * Begins with the first answer.
     *
     * @param opened tells that the wire is open, as soon as the listener knows of the connection; returns whether anybody wants it
     */
    void open(PollReply first, BooleanSupplier opened) {
        turns.take(() -> {
            learn(first);
            if (opened.getAsBoolean()) {
                deliver(first, 0);
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
            sending = new Sending(batch, done);
            if (over) {
                fail(done);
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

    // ---- asking

    private void goOn() {
        boolean busy = pausing || delivering || waiting != 0 || sending != null;
        if (!busy && connectionId != null) {
            PollQuestion question = question(patience.time(), List.of());
            waiting = question.poll();
            long begun = System.nanoTime();
            ask(question, outcome -> waited(question, outcome, Duration.ofNanos(System.nanoTime() - begun)));
        }
    }

    private PollQuestion question(Duration wait, List<Event> messages) {
        return new PollQuestion(exchange.number(), connectionId, client, cursor, wait, messages, 0);
    }

    private void ask(PollQuestion question, Consumer<Outcome> then) {
        CompletableFuture<Outcome> asking = exchange.ask(question);
        underWay.put(question.poll(), asking);
        var unused = asking.thenAccept(outcome -> turns.take(() -> {
            underWay.remove(question.poll());
            if (!over) {
                then.accept(outcome);
            }
        }));
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
                goOn();
            } else {
                failed(failed, this::goOn);
            }
        }
    }

    private void send() {
        Sending now = sending;
        if (now != null) {
            int many = Math.min(mostAtOnce, now.messages.size());
            ask(question(Duration.ZERO, now.messages.subList(0, many)), outcome -> sent(outcome, many));
        }
    }

    private void sent(Outcome outcome, int many) {
        Sending now = sending;
        if (now != null && connectionId != null && outcome instanceof Outcome.Failed failed && isTooLarge(failed)) {
            lighten(now, many, failed.why().reason());
        } else if (outcome instanceof Outcome.Failed failed) {
            failed(failed, this::send);
        } else if (now != null && outcome instanceof Outcome.Answered answered) {
            PollReply reply = answered.reply();
            List<Event> rest = now.messages.stream()
                    .filter(message -> message.sequence() > reply.received())
                    .toList();
            waiting = 0;
            sending = rest.isEmpty() ? null : new Sending(rest, now.done);
            heard(reply);
            if (rest.isEmpty()) {
                now.done.complete(null);
            } else if (!over && rest.size() < now.messages.size()) {
                send();
            } else if (!over) {
                pause(FIRST_PAUSE, this::send); // the agent takes no more now
            }
        }
    }

    private static boolean isTooLarge(Outcome.Failed failed) {
        return failed.why().code() == Code.TOO_LARGE;
    }

    /** Says less at once; a message that is too large by itself is answered here, and its number given up. */
    private void lighten(Sending now, int many, CloseReason why) {
        if (many > 1) {
            mostAtOnce = many / 2;
            send();
            return;
        }
        Event event = now.messages.get(0);
        String id = event.message().envelope().id();
        log.warn("A message was refused: {} {} transport=polling", event.message(), why.detail());
        if (id != null && event.message().envelope().isResponse()) {
            List<Event> others = new ArrayList<>(now.messages);
            others.set(0, new Event(event.sequence(), event.sessionId(), Message.of(why.answerTo(id))));
            sending = new Sending(others, now.done); // the agent waits for it
            send();
            return;
        }
        if (id != null) {
            byte[] answer = why.answerTo(id).getBytes(StandardCharsets.UTF_8);
            var unused = context.listener().onMessage(WireListener.UNNUMBERED, answer);
        }
        skip(event.sequence());
    }

    private void skip(long sequence) {
        PollQuestion question =
                new PollQuestion(exchange.number(), connectionId, client, cursor, Duration.ZERO, List.of(), sequence);
        ask(question, outcome -> {
            if (outcome instanceof Outcome.Failed failed) {
                failed(failed, () -> skip(sequence));
            } else {
                sent(outcome, 1);
            }
        });
    }

    private void failed(Outcome.Failed failed, Runnable again) {
        Code code = failed.why().code();
        Duration asked = Objects.requireNonNullElse(failed.why().reason().retryAfter(), BUSY_PAUSE);
        boolean isShort = asked.compareTo(LONGEST_PAUSE) <= 0; // the runtime waits longer, and says so
        if (code == Code.LIMIT_REACHED && connectionId != null && isShort) {
            pause(asked, again);
        } else if (code != Code.LINK_LOST || ++failures >= MOST_FAILURES) {
            end(failed.why().reason());
        } else {
            long most = FIRST_PAUSE.toMillis() << failures;
            pause(Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most)), again);
        }
    }

    private void pause(Duration time, Runnable then) {
        pausing = true;
        CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)
                .execute(() -> turns.take(() -> {
                    pausing = false;
                    if (!over) {
                        then.run();
                    }
                }));
    }

    // ---- hearing

    private void heard(PollReply reply) {
        failures = 0;
        learn(reply);
        if (!delivering) {
            deliver(reply, 0);
            return;
        }
        // Its events come again, since the cursor has not moved; what others have answered does not.
        reply.notices().stream().filter(Notice.Resolved.class::isInstance).forEach(context.listener()::onNotice);
    }

    /** Tells the listener what an answer says beside its news. */
    private void learn(PollReply reply) {
        if (reply.connectionId() != null && !reply.connectionId().equals(connectionId)) {
            connectionId = reply.connectionId();
            acknowledged = reply.received();
            context.listener().onNotice(new Notice.Attached(connectionId, acknowledged, longest, context.limits()));
        } else if (reply.received() > acknowledged) {
            acknowledged = reply.received();
            context.listener().onAcknowledged(acknowledged);
        } else {
            context.listener().onAlive();
        }
    }

    /** Hands over what an answer brings, from an event on, each when the listener has taken the one before. */
    private void deliver(PollReply reply, int from) {
        if (from == 0) {
            reply.notices().forEach(context.listener()::onNotice);
            if (reply.goesBack(cursor)) {
                cursor = reply.next();
            }
        }
        for (int i = from; i < reply.events().size(); i++) {
            Down event = reply.events().get(i);
            if (event.sequence() > cursor) {
                int next = i + 1;
                byte[] utf8 = event.utf8();
                if (utf8.length > context.limits().bytes()) {
                    end(tooLarge(event, utf8.length));
                    return;
                }
                cursor = event.sequence();
                CompletableFuture<Void> taken =
                        context.listener().onMessage(cursor, utf8).toCompletableFuture();
                if (!taken.isDone()) {
                    delivering = true;
                    var unused = taken.thenRun(() -> turns.take(() -> {
                        delivering = false;
                        if (!over) {
                            deliver(reply, next);
                        }
                    }));
                    return;
                }
            }
        }
        finish(reply);
    }

    private CloseReason tooLarge(Down event, int size) {
        return new CloseReason(
                Code.TOO_LARGE,
                "Message " + event.sequence() + " of the gateway has " + size + " bytes; at most "
                        + context.limits().bytes() + " are allowed.");
    }

    private void finish(PollReply reply) {
        cursor = Math.max(cursor, reply.next());
        if (reply.caughtUp() && !reply.hasNews() && !caughtUp) {
            caughtUp = true;
            context.listener().onNotice(new Notice.CaughtUp(cursor));
        }
        if (reply.end() != null) {
            end(reply.end().reason());
        } else {
            goOn();
        }
    }

    // ---- the end

    private void end(CloseReason reason) {
        if (over) {
            return;
        }
        over = true;
        underWay.values().forEach(asking -> asking.cancel(true));
        underWay.clear();
        if (sending != null) {
            fail(sending.done);
        }
        context.listener().onClosed(reason);
    }

    private static void fail(CompletableFuture<Void> done) {
        done.completeExceptionally(new AgentException(Code.LINK_LOST, "The link is over."));
    }
}
