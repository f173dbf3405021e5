// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.http.NoAnswer;
import dev.fairlead.api.http.UnexpectedAnswer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Sends polls to one gateway, and takes only what that gateway answered to them. Thread-safe. */
final class PollExchange {
    private static final String ATTEMPT = "The poll";
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final int SLOWEST_BYTES_A_SECOND = 16 << 10;
    /** What an answer may have beside its largest message: many small ones, notices, names. */
    private static final int FRAME = 1 << 20;

    private static final int SHOWN = 4 << 10;

    /** What became of a poll. */
    sealed interface Outcome {
        /** The gateway answered it. */
        record Answered(PollReply reply) implements Outcome {}

        /** It did not; this came instead. */
        record Failed(AgentException why) implements Outcome {}
    }

    private final AtomicLong number = new AtomicLong(ThreadLocalRandom.current().nextLong(1L << 40));
    private final HttpAccess http;
    private final URI poll;
    private final long mostBytes;

    /**
     * Creates the exchange with a gateway.
     *
     * @param endpoint its address
     * @param message the most bytes of a message
     */
    PollExchange(HttpAccess http, URI endpoint, int message) {
        this.http = http;
        String text = endpoint.toString();
        this.poll = URI.create((text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + "/poll");
        this.mostBytes = (long) message + FRAME;
    }

    /** Returns a number that no poll has had, here or on the way. */
    long number() {
        return number.incrementAndGet();
    }

    /**
     * Sends a poll.
     *
     * <p>Its number stands in the address too, so that a cache which knows requests by their addresses has no answer to it; and where
     * an answer has another number all the same, it is none. HTTP/1.1, where a link that is dead is not used by the next poll.
     *
     * @return does not fail; cancelling it ends the request
     */
    CompletableFuture<Outcome> ask(PollQuestion question) {
        byte[] body = question.json();
        Duration uphill = Duration.ofSeconds(body.length / SLOWEST_BYTES_A_SECOND);
        HttpRequest request = http.request(URI.create(poll + "?poll=" + question.poll()))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(question.patience().plus(GRACE).plus(uphill))
                .header("Content-Type", "application/json")
                .header("Cache-Control", "no-store")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        CompletableFuture<HttpResponse<byte[]>> answering =
                http.client().sendAsync(request, head -> new BoundedBody(mostBytes));
        CompletableFuture<Outcome> outcome = answering.handle((answer, failure) -> answer == null
                ? new Outcome.Failed(NoAnswer.as(ATTEMPT, failure))
                : read(question, body.length, answer));
        var unused = outcome.whenComplete((value, failure) -> {
            if (outcome.isCancelled()) {
                answering.cancel(true);
            }
        });
        return outcome;
    }

    private static Outcome read(PollQuestion question, int size, HttpResponse<byte[]> answer) {
        PollReply reply;
        try {
            reply = answer.statusCode() == 200 ? PollReply.read(answer.body()) : null;
        } catch (AgentException notOfTheGateway) {
            reply = null;
        }
        if (reply == null) {
            byte[] body = answer.body();
            String beginning = new String(body, 0, Math.min(body.length, SHOWN), StandardCharsets.UTF_8);
            UnexpectedAnswer unexpected = new UnexpectedAnswer(answer.statusCode(), answer.headers(), beginning);
            return new Outcome.Failed(
                    unexpected.as(answer.statusCode() == 413 ? "The poll of " + size + " bytes" : ATTEMPT));
        }
        if (!Objects.equals(reply.poll(), question.poll())) {
            return lost(
                    "The poll got the answer to another one: something on the way keeps answers that must not be kept.");
        }
        String connectionId = question.connectionId();
        if (connectionId != null && !connectionId.equals(reply.connectionId())) {
            return lost("The poll got an answer for another connection: something on the way mixes answers up.");
        }
        return new Outcome.Answered(reply);
    }

    private static Outcome lost(String sentence) {
        return new Outcome.Failed(new AgentException(Code.LINK_LOST, sentence));
    }
}
