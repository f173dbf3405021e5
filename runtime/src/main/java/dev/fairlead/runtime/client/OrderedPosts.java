// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.http.NoAnswer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.connection.Timers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * POSTs to a server that is no Fairlead: the next one goes when the one before is accepted. One whose answer is held back, as some
 * servers do with prompts, is overtaken after a second: cancels and permissions must get through.
 */
final class OrderedPosts implements SentPosts {
    private static final Logger log = LoggerFactory.getLogger(OrderedPosts.class);
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);
    private static final Duration HELD_BACK = Duration.ofSeconds(1);
    private static final int MOST_TRIES = 5;

    private final PostWire wire;
    private final Posts posts;
    private final WireListener listener;
    private final PlainStreams streams;
    private final Timers timers;

    OrderedPosts(PostWire wire, Posts posts, WireListener listener, PlainStreams streams, Timers timers) {
        this.wire = wire;
        this.posts = posts;
        this.listener = listener;
        this.streams = streams;
        this.timers = timers;
    }

    @Override
    public CompletionStage<Void> send(List<Event> batch) {
        CompletionStage<Void> all = GO_ON;
        for (Event event : batch) {
            all = all.thenCompose(before -> send(event));
        }
        return all;
    }

    private CompletionStage<Void> send(Event event) {
        if (wire.isClosed()) {
            return GO_ON;
        }
        String sessionId = event.sessionId();
        CompletionStage<Void> ready = sessionId == null ? GO_ON : streams.open(sessionId);
        return ready.thenCompose(open -> {
            CompletableFuture<Void> next = new CompletableFuture<>();
            timers.after(HELD_BACK, () -> next.complete(null));
            post(event, 1, next);
            return next;
        });
    }

    private void post(Event event, int attempt, CompletableFuture<Void> next) {
        if (wire.isClosed()) {
            next.complete(null);
            return;
        }
        var unused = posts.send(event, false).whenComplete((answer, failure) -> {
            if (answer != null && SentPosts.isBusy(answer)) {
                timers.after(
                        SentPosts.later(Posts.unexpected(answer), Backoff.LONGEST_ASKED),
                        () -> post(event, attempt, next));
                return;
            }
            if (answer == null && event.message().envelope().isResponse() && attempt < MOST_TRIES) {
                timers.after(SentPosts.LATER, () -> post(event, attempt + 1, next)); // twice does no harm
                return;
            }
            answered(event.message(), answer, failure);
            next.complete(null);
        });
    }

    private void answered(Message message, @Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        if (answer == null) {
            undone(
                    message,
                    new CloseReason(
                            Code.LINK_LOST,
                            NoAnswer.as("The POST", failure == null ? new IllegalStateException() : failure)
                                            .reason()
                                            .detail()
                                    + " Whether the message was taken is not known."));
        } else if (Posts.isAccepted(answer)) {
            if (answer.body().length > 0 && isJson(answer)) {
                var unused = listener.onMessage(WireListener.UNNUMBERED, answer.body()); // answered at once
            }
        } else {
            CloseReason why = Posts.unexpected(answer)
                    .as("The message of " + message.size() + " bytes")
                    .reason();
            if (why.code() == Code.UNAUTHORIZED || why.code() == Code.CONNECTION_UNKNOWN) {
                wire.close(why);
            } else {
                undone(message, why);
            }
        }
    }

    private static boolean isJson(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
    }

    private void undone(Message message, CloseReason why) {
        log.warn("A message did not get through: {} {}", message, why.detail());
        SentPosts.answer(listener, message, why);
    }
}
