// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.api.spi.OpenWires;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers each poll with a wire, and keeps those that wait so that they can be stopped. */
final class PollRoute implements HttpRoute, RunningTransport {
    private static final Logger log = LoggerFactory.getLogger(PollRoute.class);
    private static final byte[] NOTHING = {};

    private final ServeContext context;
    private final Duration longestWait;
    private final int mostBytes;
    private final Semaphore places;
    private final OpenWires<PollWire> waiting = new OpenWires<>();

    PollRoute(ServeContext context) {
        this.context = context;
        this.longestWait = context.settings().get(PollingTransport.LONGEST_WAIT);
        this.mostBytes =
                (int) Math.min(Integer.MAX_VALUE, (long) context.limits().bytes() + PollRequest.FRAME);
        this.places = new Semaphore(context.settings().get(PollingTransport.MOST_POLLS));
    }

    @Override
    public String path() {
        return "/poll";
    }

    @Override
    public boolean accepts(HttpCall call) {
        return true;
    }

    @Override
    public void answer(HttpCall call, Peer peer) {
        if (!call.method().equals("POST")) {
            call.respond(405, Map.of("Allow", "POST"), NOTHING);
        } else if (!isJson(call.header("Content-Type"))) {
            call.respond(415, Map.of("Accept", "application/json"), NOTHING);
        } else if (!places.tryAcquire()) {
            call.respond(429, Map.of("Retry-After", "1", "Cache-Control", "no-store"), NOTHING);
        } else {
            call.body(mostBytes).whenComplete((body, failure) -> {
                try {
                    open(call, peer, PollRequest.read(bytes(body, failure)));
                } catch (RuntimeException e) {
                    places.release();
                    refuse(call, e);
                }
            });
        }
    }

    /** A network may have taken the header away. */
    private static boolean isJson(@Nullable String contentType) {
        return contentType == null
                || contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static byte[] bytes(byte @Nullable [] body, @Nullable Throwable failure) {
        if (body != null) {
            return body;
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        throw cause instanceof AgentException refusal
                ? refusal
                : new AgentException(Code.INTERNAL, "The body could not be read.", cause);
    }

    /** Begins a poll, or throws before anything of it is left. */
    private void open(HttpCall call, Peer peer, PollRequest request) {
        if (request.isProbe()) {
            call.respond(200, PollWire.HEADERS, new PollAnswer(request).json());
            places.release();
            return;
        }
        Duration asked = request.patience();
        Duration wait = asked == null || asked.compareTo(longestWait) > 0 ? longestWait : asked;
        PollWire wire = new PollWire(
                peer,
                call,
                request,
                context.attach(new AttachRequest(
                        peer,
                        request.connectionId(),
                        request.client(),
                        Streams.ALL,
                        request.after(),
                        true,
                        true,
                        wait)));
        wire.start();
        wire.answered().thenRun(places::release);
        waiting.keep(wire, wire.answered()); // it may be answered already
    }

    private void refuse(HttpCall call, RuntimeException e) {
        if (!(e instanceof AgentException refusal)) {
            log.error("A poll failed. transport=polling", e);
            context.refuse(call, new AgentException(Code.INTERNAL, "The gateway failed; its log has the cause."));
        } else if (refusal.code() != Code.LINK_LOST) {
            context.refuse(call, refusal);
        }
    }

    /** Answers all that wait. There is nothing to force: an answer takes no time. */
    @Override
    public CompletionStage<Void> stop(Duration grace) {
        return waiting.stop(grace, wire -> {});
    }
}
