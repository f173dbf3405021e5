// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.http.UnexpectedAnswer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.connection.Timers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * POSTs to a Fairlead: several are under way at once, and the gateway puts them into order by their numbers (wire.md 2.2). One that
 * does not get through ends the wire; whoever comes after it sends again what was not accepted.
 */
final class NumberedPosts implements SentPosts {
    private static final Logger log = LoggerFactory.getLogger(NumberedPosts.class);
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    /** Far fewer than the gateway's reorder window holds. */
    private static final int MOST_AT_ONCE = 8;

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final PostWire wire;
    private final Posts posts;
    private final WireListener listener;
    private final Timers timers;
    private final TreeSet<Long> ahead = new TreeSet<>();
    private long accepted = -1;
    private int underWay;
    private @Nullable CompletableFuture<Void> room;

    NumberedPosts(PostWire wire, Posts posts, WireListener listener, Timers timers) {
        this.wire = wire;
        this.posts = posts;
        this.listener = listener;
        this.timers = timers;
    }

    @Override
    public CompletionStage<Void> send(List<Event> batch) {
        synchronized (this) {
            if (accepted < 0) {
                accepted = batch.get(0).sequence() - 1;
            }
        }
        return send(batch.iterator());
    }

    private CompletionStage<Void> send(Iterator<Event> events) {
        while (events.hasNext() && !wire.isClosed()) {
            synchronized (this) {
                if (underWay >= MOST_AT_ONCE) {
                    CompletableFuture<Void> slot = new CompletableFuture<>();
                    room = slot;
                    return slot.thenCompose(free -> send(events));
                }
                underWay++;
            }
            post(events.next());
        }
        return GO_ON;
    }

    private void post(Event event) {
        if (wire.isClosed()) {
            return;
        }
        var unused = posts.send(event, true).whenComplete((answer, failure) -> {
            if (answer == null) {
                wire.fail("The POST", null, failure);
            } else if (Posts.isAccepted(answer)) {
                accepted(event.sequence());
            } else if (SentPosts.isBusy(answer) && !isLongToWait(answer)) {
                timers.after(SentPosts.later(Posts.unexpected(answer), LONGEST_PAUSE), () -> post(event));
            } else {
                refused(event, answer);
            }
        });
    }

    /** Returns whether the server asks for so much patience that people must be told, and another wire may do better. */
    private static boolean isLongToWait(HttpResponse<byte[]> answer) {
        Duration asked = Posts.unexpected(answer).retryAfter();
        return asked != null && asked.compareTo(LONGEST_PAUSE) > 0;
    }

    /** One message is refused for good, the others are not; anything else ends the wire. */
    private void refused(Event event, HttpResponse<byte[]> answer) {
        UnexpectedAnswer unexpected = Posts.unexpected(answer);
        CloseReason why = unexpected
                .as("The message of " + event.message().size() + " bytes")
                .reason();
        boolean isOfMessage = switch (answer.statusCode()) {
            case 400, 413, 415, 422, 501 -> why.code() != Code.CONNECTION_REQUIRED;
            default -> false;
        };
        if (!isOfMessage) {
            wire.close(why);
            return;
        }
        log.warn("A message was refused: {} {}", event.message(), why.detail());
        String id = event.message().envelope().id();
        if (id != null && event.message().envelope().isResponse()) {
            post(new Event(
                    event.sequence(), event.sessionId(), Message.of(why.answerTo(id)))); // the agent waits for it
            return;
        }
        SentPosts.answer(listener, event.message(), why);
        var unused = posts.skip(event.sequence()).whenComplete((skipped, failure) -> {
            if (skipped != null && Posts.isAccepted(skipped)) {
                accepted(event.sequence());
            } else {
                wire.fail("The POST", skipped, failure);
            }
        });
    }

    private void accepted(long sequence) {
        CompletableFuture<Void> slot;
        long upTo;
        synchronized (this) {
            underWay--;
            ahead.add(sequence);
            while (ahead.remove(accepted + 1)) {
                accepted++;
            }
            upTo = accepted;
            slot = room;
            room = null;
        }
        listener.onAcknowledged(upTo);
        if (slot != null) {
            slot.complete(null);
        }
    }
}
