// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.WireListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way up of polls: one batch at a time, in loads that the network accepts, until the gateway has all of it. Used in turns alone.
 *
 * <p>A load that is too large is halved. A message that is too large by itself is answered here: the gateway hears the answer in its
 * place if it is one, else it hears that its number is given up.
 */
final class Writing {
    private static final Logger log = LoggerFactory.getLogger(Writing.class);

    /**
     * What one poll carries.
     *
     * @param messages messages, or none
     * @param skipped the number of a message that is given up, or 0; then there are no messages
     */
    record Load(List<Event> messages, long skipped) {
        static final Load NONE = new Load(List.of(), 0);
    }

    private final WireListener listener;
    private List<Event> messages = List.of();
    private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
    private int mostAtOnce = Integer.MAX_VALUE;
    private long skipped;

    Writing(WireListener listener) {
        this.listener = listener;
    }

    /** Begins with a batch. */
    void begin(List<Event> batch, CompletableFuture<Void> whenDone) {
        messages = batch;
        done = whenDone;
    }

    /** Returns whether the gateway has less than all. */
    boolean isUnderWay() {
        return !messages.isEmpty();
    }

    /** Returns what goes up next. */
    Load next() {
        return skipped > 0
                ? new Load(List.of(), skipped)
                : new Load(messages.subList(0, Math.min(mostAtOnce, messages.size())), 0);
    }

    /** Learns up to where the gateway has our messages; returns whether that is further than before. */
    boolean received(long sequence) {
        List<Event> rest = messages.stream()
                .filter(message -> message.sequence() > sequence)
                .toList();
        boolean further = rest.size() < messages.size();
        messages = rest;
        if (skipped <= sequence) {
            skipped = 0;
        }
        return further;
    }

    /** Learns that a load was refused for its size; returns whether there is another in its place. */
    boolean lighten(Load load, CloseReason why) {
        if (load.messages().isEmpty()) {
            return false;
        }
        if (load.messages().size() > 1) {
            mostAtOnce = load.messages().size() / 2;
        } else {
            giveUp(load.messages().get(0), why);
        }
        return true;
    }

    private void giveUp(Event event, CloseReason why) {
        String id = event.message().envelope().id();
        log.warn("A message was refused: {} {} transport=polling", event.message(), why.detail());
        if (id != null && event.message().envelope().isResponse()) {
            List<Event> others = new ArrayList<>(messages);
            others.set(0, new Event(event.sequence(), event.sessionId(), Message.of(why.answerTo(id))));
            messages = others; // the agent waits for it
            return;
        }
        if (id != null) {
            byte[] answer = why.answerTo(id).getBytes(StandardCharsets.UTF_8);
            var unused = listener.onMessage(WireListener.UNNUMBERED, answer);
        }
        skipped = event.sequence();
    }

    /** Tells that the gateway has all. */
    void finish() {
        done.complete(null);
    }

    /** Tells that the rest does not go up any more. */
    void fail() {
        done.completeExceptionally(new AgentException(Code.LINK_LOST, "The link is over."));
    }
}
