// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.http.NoAnswer;
import dev.fairlead.api.http.UnexpectedAnswer;
import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.GuardedListener;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Wire;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * One attempt to reach a server over a WebSocket. It offers {@code fairlead.v1}, and takes a server that does not pick it for a plain
 * one. Until something came through the socket it has not worked: proxies were seen to answer 101 and then nothing.
 */
final class WebSocketAttempt {
    private static final String HANDSHAKE = "The WebSocket handshake";

    private final DialContext context;
    private final URI uri;
    private final Peer peer;

    private WebSocketAttempt(DialContext context) {
        this.context = context;
        this.uri = ((Target.Address) context.target()).uri();
        this.peer = new Peer("websocket", String.valueOf(uri.getAuthority()), Peer.ANONYMOUS);
    }

    /**
     * Opens a wire; cancelling the stage ends the attempt. Some servers pick whatever is offered, without knowing it: they do not
     * understand the first frame, and are asked again without an offer.
     */
    static CompletableFuture<Wire> dial(DialContext context) {
        CompletableFuture<Wire> first = dial(context, WebSocketProfile.SUBPROTOCOL);
        if (context.resumption().connectionId() != null) {
            return first;
        }
        CompletableFuture<Wire> opened = new CompletableFuture<>();
        hand(first, opened, failure -> {
            if (NoAnswer.as(HANDSHAKE, failure).code() == Code.PROTOCOL && !opened.isDone()) {
                hand(dial(context, ""), opened, opened::completeExceptionally);
            } else {
                opened.completeExceptionally(failure);
            }
        });
        return opened;
    }

    /** Passes on what comes of an attempt, which ends with the result. */
    private static void hand(
            CompletableFuture<Wire> attempt, CompletableFuture<Wire> result, Consumer<Throwable> failed) {
        var unused = attempt.whenComplete((wire, failure) -> {
            if (failure != null) {
                failed.accept(failure);
            } else if (!result.complete(wire)) {
                wire.close(CloseReason.NORMAL); // who dialled did not wait
            }
        });
        var unusedResult = result.whenComplete((wire, failure) -> attempt.cancel(false));
    }

    private static CompletableFuture<Wire> dial(DialContext context, String offer) {
        WebSocketAttempt attempt = new WebSocketAttempt(context);
        CompletableFuture<Wire> opened = new CompletableFuture<>();
        attempt.begin(offer, opened, (socket, profile) -> attempt.listener(socket, profile, opened));
        return opened;
    }

    /** Proves that a WebSocket works on this path, and lets it go. */
    static CompletableFuture<Void> probe(DialContext context) {
        WebSocketAttempt attempt = new WebSocketAttempt(context);
        CompletableFuture<Void> proved = new CompletableFuture<>();
        attempt.begin(
                WebSocketProfile.SUBPROTOCOL,
                proved,
                (socket, profile) -> new ProbeListener(attempt.wire(socket, profile), proved));
        return proved;
    }

    /** Shakes hands; the socket is cut if the result fails, is cancelled or does not come in time. */
    private void begin(
            String offer, CompletableFuture<?> result, BiFunction<JdkSocket, String, WebSocketListener> opened) {
        int maxBytes = (int) Math.min(Integer.MAX_VALUE, (long) context.limits().bytes() + WebSocketProfile.PREFIX);
        JdkSocket socket = new JdkSocket(maxBytes, opened);
        HttpAccess http = Objects.requireNonNull(context.http(), "An address needs a way out to HTTP servers.");
        try {
            WebSocket.Builder handshake = http.webSocket();
            if (!offer.isEmpty()) {
                handshake.subprotocols(offer);
            }
            var unused = handshake
                    .buildAsync(URI.create("ws" + uri.toString().substring("http".length())), socket)
                    .whenComplete((open, failure) -> {
                        if (failure != null) {
                            result.completeExceptionally(refused(failure));
                        }
                    });
        } catch (RuntimeException e) { // the JDK's way to say that the address is none
            result.completeExceptionally(NoAnswer.as(HANDSHAKE, e));
        }
        CompletableFuture<Void> clock = new CompletableFuture<>();
        Duration patience = context.settings().get(WebSocketTransport.ANSWER_TIME);
        clock.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS).exceptionally(late -> {
            result.completeExceptionally(new AgentException(
                    Code.LINK_LOST, "Nothing came through the WebSocket in " + patience.toMillis() + " ms."));
            return null;
        });
        var unusedResult = result.whenComplete((done, failure) -> {
            clock.complete(null);
            if (failure != null) {
                socket.cut();
            }
        });
    }

    private static AgentException refused(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof WebSocketHandshakeException refusal && refusal.getResponse() != null) {
                HttpResponse<?> answer = refusal.getResponse();
                String body = answer.body() instanceof String text ? text : "";
                return new UnexpectedAnswer(answer.statusCode(), answer.headers(), body).as(HANDSHAKE);
            }
        }
        return NoAnswer.as(HANDSHAKE, failure);
    }

    private DialledWire wire(JdkSocket socket, String picked) {
        return new DialledWire(
                peer,
                socket,
                picked.equals(WebSocketProfile.SUBPROTOCOL) ? WebSocketProfile.RESUMABLE : WebSocketProfile.PLAIN);
    }

    private WebSocketListener listener(JdkSocket socket, String picked, CompletableFuture<Wire> opened) {
        DialledWire wire = wire(socket, picked);
        GuardedListener listener = new GuardedListener(context.listener());
        return wire.profile() == WebSocketProfile.RESUMABLE
                ? attach(wire, listener, opened)
                : prove(wire, listener, opened);
    }

    private WebSocketListener attach(DialledWire wire, GuardedListener listener, CompletableFuture<Wire> opened) {
        CompletableFuture<Notice.Attached> attached = new CompletableFuture<>();
        var unusedOutcome = attached.whenComplete((first, failure) -> {
            if (failure != null) {
                opened.completeExceptionally(failure);
            } else if (!opened.isDone()) {
                listener.onNotice(first);
                finish(wire, opened);
            }
        });
        CompletionStage<Void> asked = wire.send(ControlFrame.attach(context.resumption()));
        return new GatewayListener(wire, listener, asked, attached); // if asking fails, the end of the socket tells
    }

    private WebSocketListener prove(DialledWire wire, GuardedListener listener, CompletableFuture<Wire> opened) {
        Resumption resumption = context.resumption();
        if (resumption.connectionId() != null) {
            opened.completeExceptionally(new AgentException(
                    Code.UNSUPPORTED,
                    "The server does not speak fairlead.v1: a connection of it cannot go on over a new WebSocket."));
        }
        CompletableFuture<Void> proved = new CompletableFuture<>();
        var unusedOutcome = proved.whenComplete((alive, failure) -> {
            if (failure != null) {
                opened.completeExceptionally(failure);
            } else {
                finish(wire, opened);
            }
        });
        var unused = wire.tell(new Notice.Heartbeat()); // if it fails, the end of the socket tells
        return new PlainServerListener(wire, listener, proved);
    }

    private static void finish(DialledWire wire, CompletableFuture<Wire> opened) {
        if (!opened.complete(wire)) {
            wire.close(CloseReason.NORMAL); // who dialled did not wait
        }
    }
}
