// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
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
 *       with a {@linkplain PlainStreams stream for each session};
 *   <li>when the stream ends, or a POST does not get through, the wire does; but not with a server that is no Fairlead, whose
 *       connection would end with it: there the stream is opened again.
 * </ol>
 *
 * <p>Its listener must be thread-safe: answers to POSTs come beside the stream.
 */
final class PostWire implements Wire, WireListener {
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

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
    private volatile @Nullable PlainStreams streams;

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
                PlainStreams each = new PlainStreams(this, timers);
                streams = each;
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

    /** Opens one of the streams of a server that is no Fairlead. */
    CompletionStage<Wire> open(Streams one, WireListener hears) {
        return transport.dial(withListener(new Resumption(connectionId, null, one, null), hears));
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
        return new Beginning(posts, context)
                .with(first)
                .thenCompose(begun -> {
                    CloseReason over = reason.get();
                    if (over != null) {
                        throw new AgentException(over, null); // a stream would supersede the wire that goes on
                    }
                    connectionId = begun.connectionId();
                    lasting = begun.lasting();
                    return open(0L);
                })
                .whenComplete((open, failure) -> {
                    if (failure != null) {
                        close(Reason.of(failure).reason());
                    }
                })
                .thenCompose(open -> {
                    List<Event> rest = batch.subList(1, batch.size());
                    return rest.isEmpty() ? GO_ON : write(rest);
                });
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
        PlainStreams each = streams;
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
        PlainStreams each = streams;
        if (each == null || isClosed()) {
            close(why);
        } else {
            each.lost(why);
        }
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
        PlainStreams each = streams;
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
