// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.http.NoAnswer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** An event stream whose bytes are looked at by the clock: when the headers came, when each event, and how it ended. */
final class ObservedStream implements BodySubscriber<String> {
    private static final int MOST_TEXT = 8 << 10;

    private final CompletableFuture<String> body = new CompletableFuture<>();
    private final long begun = System.nanoTime();
    private final StringBuilder beginning = new StringBuilder();
    private final List<Long> arrivals = new ArrayList<>();
    private int lineEnds;
    private long headersMillis = -1;
    private HttpResponse.@Nullable ResponseInfo info;
    private @Nullable String cut;
    private boolean ended;

    private ObservedStream() {}

    /**
     * Reads a stream until it ends, or for that long; then lets it go.
     *
     * @param events how many events to wait for at most
     */
    static Observation observe(Passage passage, HttpRequest request, int events, Duration longest) {
        ObservedStream stream = new ObservedStream();
        CompletableFuture<HttpResponse<String>> exchange = passage.client().sendAsync(request, stream::head);
        try {
            exchange.copy()
                    .orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(stream::fail)
                    .join();
            return stream.observation(events); // before letting go looks like a cut
        } finally {
            exchange.cancel(true);
        }
    }

    private synchronized BodySubscriber<String> head(HttpResponse.ResponseInfo response) {
        info = response;
        headersMillis = millis();
        return this;
    }

    private synchronized @Nullable HttpResponse<String> fail(Throwable failure) {
        if (!ended && cut == null && !isTimeOut(failure)) {
            cut = NoAnswer.as("It", failure).getMessage();
        }
        return null;
    }

    private static boolean isTimeOut(@Nullable Throwable failure) {
        return failure != null && (failure instanceof TimeoutException || isTimeOut(failure.getCause()));
    }

    private synchronized Observation observation(int events) {
        HttpResponse.ResponseInfo head = info;
        return new Observation(
                head == null ? 0 : head.statusCode(),
                head == null ? null : head.headers(),
                headersMillis,
                List.copyOf(arrivals),
                events,
                ended,
                cut,
                millis(),
                beginning.toString());
    }

    private long millis() {
        return (System.nanoTime() - begun) / 1_000_000;
    }

    @Override
    public CompletionStage<String> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> items) {
        for (ByteBuffer item : items) {
            String text = StandardCharsets.ISO_8859_1.decode(item).toString();
            beginning.append(text, 0, Math.min(text.length(), MOST_TEXT - beginning.length()));
            for (int i = 0; i < text.length(); i++) {
                if (text.charAt(i) != '\n') {
                    lineEnds = 0;
                } else if (++lineEnds == 2) { // the end of an event
                    arrivals.add(millis());
                    lineEnds = 0;
                }
            }
        }
    }

    @Override
    public synchronized void onError(Throwable failure) {
        cut = String.valueOf(NoAnswer.as("It", failure).getMessage()).toLowerCase(Locale.ROOT);
        body.complete("");
    }

    @Override
    public synchronized void onComplete() {
        ended = true;
        body.complete("");
    }
}
