// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.transport.polling.PollExchange.Outcome;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * One attempt to reach a gateway by polls: the first poll does not wait. With a connection it is the first of the wire; without one it
 * is a probe, and the connection begins with the first message that is written.
 */
final class PollAttempt {
    private final DialContext context;
    private final PollExchange exchange;
    private final PollQuestion first;

    private PollAttempt(DialContext context, Resumption resumption) {
        HttpAccess http = Objects.requireNonNull(context.http(), "An address needs a way out to HTTP servers.");
        this.context = context;
        this.exchange = new PollExchange(http, uri(context), context.limits().bytes());
        // Who has no name gets one: a poll that begins a connection may be repeated on its way.
        String client = resumption.client() == null ? UUID.randomUUID().toString() : resumption.client();
        long after = resumption.after() == null ? 0 : resumption.after();
        this.first = new PollQuestion(
                exchange.number(), resumption.connectionId(), client, after, Duration.ZERO, List.of(), 0);
    }

    private static URI uri(DialContext context) {
        return ((Target.Address) context.target()).uri();
    }

    /** Opens a wire; cancelling the stage ends the attempt. */
    static CompletableFuture<Wire> dial(DialContext context) {
        PollAttempt attempt = new PollAttempt(context, context.resumption());
        CompletableFuture<Wire> opened = new CompletableFuture<>();
        attempt.begin(opened, reply -> attempt.open(reply, opened));
        return opened;
    }

    /** Proves that polls come through, and nothing else. */
    static CompletableFuture<Void> probe(DialContext context) {
        CompletableFuture<Void> proved = new CompletableFuture<>();
        new PollAttempt(context, Resumption.PLAIN).begin(proved, reply -> proved.complete(null));
        return proved;
    }

    private interface Answered {
        void by(PollReply reply);
    }

    private void begin(CompletableFuture<?> result, Answered answered) {
        CompletableFuture<Outcome> asking = exchange.ask(first);
        var unusedOutcome = asking.thenAccept(outcome -> {
            if (outcome instanceof Outcome.Answered answer) {
                answered.by(answer.reply());
            } else if (outcome instanceof Outcome.Failed failed) {
                result.completeExceptionally(refusal(failed.why()));
            }
        });
        var unused = result.whenComplete((value, failure) -> asking.cancel(true));
    }

    /** A server that is no Fairlead has nothing there, which does not mean that it does not know the connection. */
    private AgentException refusal(AgentException why) {
        return first.connectionId() == null && why.code() == Code.CONNECTION_UNKNOWN
                ? new AgentException(Code.UNSUPPORTED, "The server answers no polls. " + why.getMessage(), why)
                : why;
    }

    private void open(PollReply reply, CompletableFuture<Wire> opened) {
        if (reply.end() != null) {
            CloseReason reason = reply.end().reason();
            opened.completeExceptionally(new AgentException(reason.code(), reason.detail()));
            return;
        }
        if (opened.isDone()) {
            return; // nobody waits for it
        }
        Peer peer = new Peer("polling", String.valueOf(uri(context).getAuthority()), Peer.ANONYMOUS);
        DialledPolls wire = new DialledPolls(peer, exchange, context, first);
        if (first.connectionId() == null) {
            context.listener().onNotice(new Notice.CaughtUp(0)); // the gateway spoke, and there is nothing to read yet
        }
        wire.open(reply, () -> opened.complete(wire));
    }
}
