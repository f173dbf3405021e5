// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.Message;
import dev.fairlead.api.http.NoAnswer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.WireListener;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The POST that begins a connection (wire.md 1, 2.2). Its answer is the agent's to {@code initialize}, and names the connection; a
 * Fairlead says in it that name and number of the message have come through.
 */
final class Beginning {
    private static final String ATTEMPT = "The POST of initialize";
    private static final Duration UNTIL_THE_STREAM_SAYS = Duration.ofSeconds(15);

    private final Posts posts;
    private final DialContext context;

    /**
     * A connection that has begun.
     *
     * @param lasting whether it outlives its wire: another one can go on with it
     */
    record Begun(String connectionId, boolean lasting) {}

    Beginning(Posts posts, DialContext context) {
        this.posts = posts;
        this.context = context;
    }

    /** Begins; fails with an {@link AgentException}. What the agent has said reaches the listener in either case. */
    CompletionStage<Begun> with(Event initialize) {
        return posts.initialize(initialize).handle((answer, failure) -> begun(initialize, answer, failure));
    }

    private Begun begun(Event initialize, @Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        if (answer == null) {
            throw NoAnswer.as(ATTEMPT, Objects.requireNonNull(failure));
        }
        if (!Posts.isAccepted(answer)) {
            throw refusal(initialize.message(), answer);
        }
        String id = answer.headers().firstValue("Acp-Connection-Id").orElse("");
        if (id.isEmpty()) {
            throw new AgentException(
                    Code.UNSUPPORTED,
                    "The answer to initialize names no connection: it is no ACP server, or something on the way drops the"
                            + " header Acp-Connection-Id.");
        }
        posts.name(id);
        boolean lasting = Posts.received(answer) == initialize.sequence();
        if (lasting) {
            context.listener()
                    .onNotice(new Notice.Attached(id, initialize.sequence(), UNTIL_THE_STREAM_SAYS, context.limits()));
        }
        if (answer.body().length > 0) {
            learnVersion(answer.body());
            hear(answer.body());
        }
        return new Begun(id, lasting);
    }

    private void hear(byte[] body) {
        var unused = context.listener().onMessage(WireListener.UNNUMBERED, body.clone());
    }

    private void learnVersion(byte[] body) {
        try {
            JsonObject result =
                    JsonObject.read(body.clone(), context.limits().depth()).object("result");
            Long version = result == null ? null : result.number("protocolVersion");
            if (version != null) {
                posts.speak(version);
            }
        } catch (AgentException e) {
            // then the header is not sent
        }
    }

    /**
     * The agent has refused, or there was none; its words go to the application if it has any. What something on the way says for good
     * it will say again: such a POST does not carry the beginning.
     */
    private AgentException refusal(Message initialize, HttpResponse<byte[]> answer) {
        AgentException why = Posts.unexpected(answer).as(ATTEMPT);
        if (isAnswerTo(initialize, answer.body())) {
            hear(answer.body());
            return new AgentException(Code.AGENT_UNAVAILABLE, why.reason().detail());
        }
        boolean isForGood = switch (why.code()) {
            case LINK_LOST -> answer.statusCode() < 502;
            case CONNECTION_UNKNOWN, TOO_LARGE -> true;
            default -> false;
        };
        return isForGood ? new AgentException(Code.UNSUPPORTED, why.reason().detail()) : why;
    }

    private boolean isAnswerTo(Message request, byte[] body) {
        try {
            String id = Message.read(body.clone(), context.limits()).envelope().id();
            return id != null && id.equals(request.envelope().id());
        } catch (AgentException notJson) {
            return false;
        }
    }
}
