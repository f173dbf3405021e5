// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.OpenWires;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each GET that asks for an event stream with a wire, and keeps the open ones so that they can be stopped. */
final class SseRoute implements HttpRoute, RunningTransport {
    private static final Logger log = LoggerFactory.getLogger(SseRoute.class);
    private static final Map<String, String> HEADERS = Map.of(
            "Content-Type", "text/event-stream",
            "Cache-Control", "no-cache, no-store, no-transform",
            "X-Accel-Buffering", "no");

    private final ServeContext context;
    private final Duration linger;
    private final OpenWires<SseWire> wires = new OpenWires<>();

    /**
     * Creates a route.
     *
     * @param linger how long a write under way may go on after its wire was closed
     */
    SseRoute(ServeContext context, Duration linger) {
        this.context = context;
        this.linger = linger;
    }

    @Override
    public String path() {
        return "";
    }

    @Override
    public boolean accepts(HttpCall call) {
        return call.method().equals("GET") && !call.isWebSocket() && Accept.eventStream(call.headers("Accept"));
    }

    @Override
    public void answer(HttpCall call, Peer peer) {
        Attachment attachment = context.attach(request(call, peer));
        if (wires.isStopped()) {
            attachment.abandon(CloseReason.SHUTDOWN);
            throw new AgentException(Code.SHUTDOWN, CloseReason.SHUTDOWN.detail());
        }
        SseWire wire = new SseWire(peer, call.stream(200, HEADERS), linger);
        wires.keep(wire, wire.closed());
        wire.open(attached(call, attachment)).whenComplete((open, failure) -> {
            if (failure == null && wire.reason() == null) {
                start(wire, attachment);
            } else {
                attachment.abandon(Objects.requireNonNullElse(wire.reason(), CloseReason.LINK_LOST));
                wire.close(CloseReason.LINK_LOST);
            }
        });
    }

    /** Returns what a client is told first; one without a name is a plain one, and knows nothing of it. */
    private Notice.@Nullable Attached attached(HttpCall call, Attachment attachment) {
        return header(call, "Fairlead-Client") == null
                ? null
                : new Notice.Attached(
                        attachment.connectionId(), attachment.received(), context.heartbeat(), context.limits());
    }

    private static void start(SseWire wire, Attachment attachment) {
        try {
            wire.start(attachment);
        } catch (RuntimeException e) {
            log.error(
                    "A stream was refused after it had begun. transport=sse peer={}",
                    wire.peer().address(),
                    e);
            wire.cut();
        }
    }

    private static AttachRequest request(HttpCall call, Peer peer) {
        String connectionId = header(call, "Acp-Connection-Id");
        if (connectionId == null) {
            throw new AgentException(
                    Code.CONNECTION_REQUIRED,
                    "An event stream belongs to a connection: POST initialize first, then send its Acp-Connection-Id.");
        }
        return new AttachRequest(
                peer,
                connectionId,
                header(call, "Fairlead-Client"),
                streams(call),
                cursor(header(call, "Last-Event-ID")),
                true,
                header(call, "Fairlead-Ack") != null);
    }

    private static Streams streams(HttpCall call) {
        if ("all".equalsIgnoreCase(header(call, "Fairlead-Stream"))) {
            return Streams.ALL;
        }
        String sessionId = header(call, "Acp-Session-Id");
        return sessionId == null ? Streams.CONNECTION : Streams.session(sessionId);
    }

    /** Reads a cursor. What is none counts as absent: it may come from a proxy, or from another server's stream. */
    private static @Nullable Long cursor(@Nullable String text) {
        if (text == null || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException tooLarge) {
            return null;
        }
    }

    private static @Nullable String header(HttpCall call, String name) {
        String value = call.header(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /** Ends all streams well, and cuts those whose client has not taken the end within the grace period. */
    @Override
    public CompletionStage<Void> stop(Duration grace) {
        return wires.stop(grace, SseWire::cut);
    }
}
