// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.http.NoAnswer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.connection.Timers;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * POSTs up and an event stream down, as one wire.
 *
 * <ol>
 *   <li>Where there is no connection, the first message is {@code initialize}; its answer names the connection, and a Fairlead says
 *       in it that the numbers have come through: from then on the connection outlives the wire;
 *   <li>the stream is opened, of all sessions at once; a Fairlead says on it what it is attached to;
 *   <li>to a Fairlead messages go {@linkplain NumberedPosts side by side}, to others {@linkplain OrderedPosts one after the other},
 *       with a {@linkplain SessionStreams stream for each session};
 *   <li>when the stream ends, or a POST does not get through, the wire does.
 * </ol>
 *
 * <p>Its listener must be thread-safe: answers to POSTs come beside the stream.
 */
final class PostWire implements Wire, WireListener {
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);
    private static final String BEGINNING = "The POST of initialize";
    private static final Duration UNTIL_THE_STREAM_SAYS = Duration.ofSeconds(15);

    private final Transport transport;
    private final DialContext context;
    private final WireListener listener;
    private final boolean plain;
    private final Timers timers;
    private final HttpAccess http;
    private final URI uri;
    private final Peer peer;
    private final Posts posts;
    private final AtomicReference<@Nullable CloseReason> reason = new AtomicReference<>();
    private volatile boolean fairlead;
    /** Whether the connection is a Fairlead's, and goes on with another wire. */
    private volatile boolean lasting;

    private volatile @Nullable String connectionId;
    private volatile @Nullable Wire stream;
    private volatile @Nullable SentPosts sent;
    private volatile @Nullable SessionStreams sessions;

    /**
     * Creates a wire that is not open.
     *
     * @param plain whether the server is known to be no Fairlead
     */
    PostWire(Transport transport, DialContext context, boolean plain, Timers timers) {
        this.plain = plain;
        this.transport = transport;
        this.context = context;
        this.listener = context.listener();
        this.timers = timers;
        this.http = Objects.requireNonNull(context.http(), "An address needs a way out to HTTP servers.");
        this.uri = ((Target.Address) context.target()).uri();
        this.peer = new Peer(transport.id(), String.valueOf(uri.getAuthority()), Peer.ANONYMOUS);
        this.posts = new Posts(http, uri, context.resumption().client());
    }

    @Override
    public Peer peer() {
        return peer;
    }

    /** Goes on with a connection that there is. */
    CompletionStage<Void> resume(String id) {
        connectionId = id;
        lasting = true;
        posts.name(id);
        return open(context.resumption().after()).whenComplete((open, failure) -> {
            Wire opened = stream;
            if (failure != null && opened != null) {
                opened.close(CloseReason.NORMAL);
            }
        });
    }

    private CompletionStage<Void> open(@Nullable Long after) {
        Resumption all = plain
                ? new Resumption(connectionId, null, Streams.CONNECTION, null)
                : new Resumption(connectionId, context.resumption().client(), Streams.ALL, after);
        return transport.dial(withListener(all, this)).thenAccept(opened -> {
            stream = opened;
            if (lasting && !fairlead) {
                throw new AgentException(
                        Code.UNSUPPORTED,
                        "The event stream does not say what it is attached to: something on the way drops Fairlead's headers.");
            }
            if (fairlead) {
                sent = new NumberedPosts(this, posts, listener, timers);
            } else {
                SessionStreams each = new SessionStreams(this, timers);
                sessions = each;
                sent = new OrderedPosts(this, posts, listener, each, timers);
            }
            if (reason.get() != null) {
                opened.close(CloseReason.NORMAL);
            }
        });
    }

    private DialContext withListener(Resumption resumption, WireListener hears) {
        return new DialContext(context.target(), resumption, http, context.settings(), context.limits(), hears);
    }

    /** Opens the stream of one session of a server that is no Fairlead. */
    CompletionStage<Wire> openSession(String sessionId, WireListener hears) {
        return transport.dial(
                withListener(new Resumption(connectionId, null, Streams.session(sessionId), null), hears));
    }

    // ---- the way up

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        SentPosts open = sent;
        return open == null ? begin(batch) : open.send(batch);
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        if (fairlead && notice instanceof Notice.Acknowledged acknowledged) {
            return posts.acknowledge(acknowledged.sequence()).handle((answer, failure) -> {
                if (answer == null || !Posts.isAccepted(answer)) {
                    fail("The acknowledgement", answer, failure);
                }
                return null;
            });
        }
        return GO_ON;
    }

    /** Begins a connection with the first message, then sends the others. */
    private CompletionStage<Void> begin(List<Event> batch) {
        Event first = batch.get(0);
        if (!first.message().envelope().isRequest("initialize")) {
            AgentException misuse =
                    new AgentException(Code.PROTOCOL, "The first message of a connection must be initialize.");
            close(misuse.reason());
            return CompletableFuture.failedStage(misuse);
        }
        return posts.initialize(first)
                .handle((answer, failure) -> {
                    begun(first, answer, failure);
                    return answer;
                })
                .thenCompose(answer -> open(0L))
                .whenComplete((open, failure) -> {
                    if (failure != null) {
                        close(Race.reason(failure).reason());
                    }
                })
                .thenCompose(open -> {
                    List<Event> rest = batch.subList(1, batch.size());
                    return rest.isEmpty() ? GO_ON : write(rest);
                });
    }

    private void begun(Event initialize, @Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        if (answer == null || !Posts.isAccepted(answer)) {
            throw refusal(initialize.message(), answer, failure);
        }
        String id = answer.headers().firstValue("Acp-Connection-Id").orElse("");
        if (id.isEmpty()) {
            throw new AgentException(
                    Code.UNSUPPORTED,
                    "The answer to initialize names no connection: it is no ACP server, or something on the way drops the"
                            + " header Acp-Connection-Id.");
        }
        connectionId = id;
        posts.name(id);
        if (Posts.received(answer) == initialize.sequence()) {
            lasting = true;
            listener.onNotice(new Notice.Attached(id, initialize.sequence(), UNTIL_THE_STREAM_SAYS, context.limits()));
        }
        if (answer.body().length > 0) {
            learnVersion(answer.body());
            var unused = listener.onMessage(UNNUMBERED, answer.body().clone());
        }
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
    private AgentException refusal(
            Message initialize, @Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        if (answer == null) {
            return NoAnswer.as(BEGINNING, Objects.requireNonNull(failure));
        }
        AgentException why = Posts.unexpected(answer).as(BEGINNING);
        if (isAnswerTo(initialize, answer.body())) {
            var unused = listener.onMessage(UNNUMBERED, answer.body().clone());
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

    /** Ends the wire, since a POST did not get through. */
    void fail(String attempt, @Nullable HttpResponse<byte[]> answer, @Nullable Throwable failure) {
        AgentException why = answer != null
                ? Posts.unexpected(answer).as(attempt)
                : NoAnswer.as(
                        attempt, failure == null ? new AgentException(Code.LINK_LOST, attempt + " failed.") : failure);
        close(why.reason());
    }

    // ---- the way down

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        SessionStreams each = sessions;
        if (each != null) {
            each.learn(utf8, context.limits());
        }
        return listener.onMessage(fairlead ? sequence : UNNUMBERED, utf8);
    }

    @Override
    public void onNotice(Notice notice) {
        if (notice instanceof Notice.Attached) {
            fairlead = true;
        }
        listener.onNotice(notice);
    }

    @Override
    public void onAlive() {
        listener.onAlive();
    }

    @Override
    public void onClosed(CloseReason why) {
        close(why);
    }

    @Override
    public void close(CloseReason why) {
        if (!reason.compareAndSet(null, why)) {
            return;
        }
        Wire open = stream;
        if (open != null) {
            open.close(why);
        }
        SessionStreams each = sessions;
        if (each != null) {
            each.close(why);
        }
        String id = connectionId;
        if (id != null && !lasting && !fairlead && why.code() != Code.CONNECTION_UNKNOWN) {
            var unused = new Farewell(http, uri).apply(id); // nobody comes back to it
        }
        listener.onClosed(why);
    }

    /** Returns whether the wire has ended. */
    boolean isClosed() {
        return reason.get() != null;
    }
}
