// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.BodyBeginning;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.http.NoAnswer;
import dev.fairlead.api.http.UnexpectedAnswer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Wire;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One GET for an event stream. Headers alone prove nothing: with a Fairlead, it has worked when the first event came. Who names no
 * client speaks to a server that is none, and may have nothing to say for a long time: there the headers must do.
 */
final class SseAttempt {
    private static final String STREAM = "The event stream";

    private final DialContext context;
    private final URI uri;
    private final HttpAccess http;

    private SseAttempt(DialContext context) {
        this.context = context;
        this.uri = ((Target.Address) context.target()).uri();
        this.http = Objects.requireNonNull(context.http(), "An address needs a way out to HTTP servers.");
    }

    /** Opens a wire; cancelling the stage ends the attempt. */
    static CompletableFuture<Wire> dial(DialContext context) {
        SseAttempt attempt = new SseAttempt(context);
        CompletableFuture<Wire> opened = new CompletableFuture<>();
        Resumption resumption = context.resumption();
        if (resumption.connectionId() == null) {
            opened.completeExceptionally(new AgentException(
                    Code.CONNECTION_REQUIRED, "An event stream belongs to a connection: POST initialize first."));
            return opened;
        }
        Peer peer = new Peer("sse", String.valueOf(attempt.uri.getAuthority()), Peer.ANONYMOUS);
        DialledStream stream = new DialledStream(peer, context, opened);
        attempt.get(
                attempt.request(attempt.uri, resumption),
                stream.reader(),
                resumption.client() == null ? stream::open : () -> {},
                opened);
        return opened;
    }

    /** Proves that an event comes through while its stream goes on (wire.md 2.5), and lets the stream go. */
    static CompletableFuture<Void> probe(DialContext context) {
        SseAttempt attempt = new SseAttempt(context);
        CompletableFuture<Void> proved = new CompletableFuture<>();
        SseReader reader = new ProbedStream(context.limits().bytes(), proved).reader();
        CompletableFuture<Void> told = proved.exceptionally(SseAttempt::withoutProbe);
        attempt.get(attempt.request(below(attempt.uri, "/probe"), Resumption.PLAIN), reader, () -> {}, proved);
        var unused = told.whenComplete((done, failure) -> proved.cancel(false)); // who asked may have stopped to wait
        return told;
    }

    private static @Nullable Void withoutProbe(Throwable failure) {
        AgentException known = NoAnswer.as(STREAM, failure);
        throw known.code() == Code.CONNECTION_UNKNOWN
                ? new AgentException(
                        Code.UNSUPPORTED, "The server has no probe: it is no Fairlead, or the path is wrong.", known)
                : known;
    }

    private static URI below(URI uri, String path) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + path);
    }

    private HttpRequest request(URI where, Resumption resumption) {
        HttpRequest.Builder request =
                http.request(where).header("Accept", "text/event-stream").header("Cache-Control", "no-cache");
        header(request, "Acp-Connection-Id", resumption.connectionId());
        header(request, "Acp-Session-Id", resumption.streams().sessionId());
        header(request, "Fairlead-Client", resumption.client());
        if (resumption.connectionId() != null && resumption.streams().equals(Streams.ALL)) {
            request.header("Fairlead-Stream", "all");
        }
        Long after = resumption.after();
        header(request, "Last-Event-ID", after == null ? null : after.toString());
        header(request, "Fairlead-Ack", resumption.client() == null || after == null ? null : after.toString());
        return request.GET().build();
    }

    private static void header(HttpRequest.Builder request, String name, @Nullable String value) {
        if (value != null) {
            request.header(name, value);
        }
    }

    /**
     * Sends the request; the stream is let go if the result fails, is cancelled or does not come in time.
     *
     * @param answered is run when the headers of a stream have come
     */
    private void get(HttpRequest request, SseReader reader, Runnable answered, CompletableFuture<?> result) {
        CompletableFuture<HttpResponse<String>> exchange = http.client().sendAsync(request, info -> {
            if (isStream(info)) {
                answered.run();
                return HttpResponse.BodySubscribers.fromSubscriber(reader, over -> "");
            }
            return new BodyBeginning();
        });
        var unused = exchange.whenComplete((answer, failure) -> {
            if (answer == null) {
                result.completeExceptionally(NoAnswer.as(STREAM, failure));
            } else if (!result.isDone()) {
                result.completeExceptionally(
                        new UnexpectedAnswer(answer.statusCode(), answer.headers(), answer.body()).as(STREAM));
            }
        });
        CompletableFuture<Void> clock = new CompletableFuture<>();
        Duration patience = context.settings().get(SseTransport.ANSWER_TIME);
        clock.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            result.completeExceptionally(new AgentException(
                    Code.LINK_LOST, "No byte of the event stream came through in " + patience.toMillis() + " ms."));
            return null;
        });
        var unusedResult = result.whenComplete((done, failure) -> {
            clock.complete(null);
            if (failure != null) {
                reader.cancel();
                exchange.cancel(true);
            }
        });
    }

    private static boolean isStream(HttpResponse.ResponseInfo info) {
        return info.statusCode() == 200
                && info.headers()
                        .firstValue("Content-Type")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .startsWith("text/event-stream")
                && info.headers()
                        .firstValue("Content-Encoding")
                        .orElse("identity")
                        .equalsIgnoreCase("identity");
    }
}
