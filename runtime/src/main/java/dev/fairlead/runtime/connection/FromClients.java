// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.WireListener;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what clients send to the agent, by POST or over a wire; the first message starts the agent. */
final class FromClients {
    private static final Logger log = LoggerFactory.getLogger(FromClients.class);
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    private final Connection connection;
    private final Parts parts;
    private final FromAgent fromAgent;
    private final Timers timers;

    FromClients(Connection connection, Parts parts, FromAgent fromAgent, Timers timers) {
        this.connection = connection;
        this.parts = parts;
        this.fromAgent = fromAgent;
        this.timers = timers;
    }

    /**
     * Takes a message from a client, over a medium that may bring it twice.
     *
     * @param clientName who sent it, or null for the unnamed client
     * @param sequence its number, or {@link WireListener#UNNUMBERED}; one that came before is taken for accepted
     * @return completes when there is room for more
     * @throws AgentException if it is refused; its number is not used up then
     */
    CompletionStage<Void> accept(@Nullable String clientName, long sequence, Message message) {
        accept(clientName, sequence, message, true);
        return parts.line.room();
    }

    /**
     * Takes a message from a client, over a medium that brings each once [3.3] and waits until there is {@linkplain #room room}.
     *
     * @return whether there was room for it
     */
    boolean acceptOnce(@Nullable String clientName, long sequence, Message message) {
        return accept(clientName, sequence, message, false);
    }

    /** Returns a stage that completes when there is room for more in the line to the agent. */
    CompletionStage<Void> room() {
        return parts.line.room();
    }

    private boolean accept(@Nullable String clientName, long sequence, Message message, boolean repeatable) {
        boolean starts;
        boolean tells;
        synchronized (parts) {
            parts.life.requireOpen();
            if (!repeatable && !parts.line.hasRoom()) {
                return false;
            }
            parts.up.accept(parts.clients.get(clientName, timers.now()), sequence, message, repeatable, timers.now());
            starts = parts.starts(timers.now());
            tells = parts.up.takeTells();
        }
        passOn(starts, tells);
        return true;
    }

    /** Counts a number as used by a message that was refused for good; returns whether it is, not if it is too far ahead. */
    boolean skip(@Nullable String clientName, long sequence) {
        boolean skipped;
        boolean starts;
        boolean tells;
        synchronized (parts) {
            if (parts.life.isOver()) {
                return true;
            }
            skipped = parts.up.skip(parts.clients.get(clientName, timers.now()), sequence, timers.now());
            starts = parts.starts(timers.now());
            tells = parts.up.takeTells();
        }
        passOn(starts, tells);
        return skipped;
    }

    private void passOn(boolean starts, boolean tells) {
        if (starts) {
            fromAgent.connect();
        }
        parts.line.drain();
        if (tells) {
            parts.readers.wakeAll();
        }
    }

    /** Answers in the journal what was wrong with a message from a wire; the sender waits if nobody reads the answers. */
    CompletionStage<Void> refuse(
            @Nullable String clientName, long sequence, @Nullable Message message, AgentException e) {
        boolean fatal;
        CompletionStage<Void> next = GO_ON;
        synchronized (parts) {
            if (parts.life.isOver()
                    || parts.clients.get(clientName, timers.now()).upward.isDuplicate(sequence)) {
                return GO_ON;
            }
            fatal = parts.life.isReserved() && e.code() != Code.BATCH;
            if (!fatal) {
                parts.up.refuse(message, e);
                next = parts.demand.room(timers.now());
            }
        }
        log.debug("A message was refused: {} connection={}", e.getMessage(), connection.name());
        if (fatal) {
            connection.end(new CloseReason(Code.PROTOCOL, String.valueOf(e.getMessage())));
        } else {
            skip(clientName, sequence);
        }
        return next;
    }

    /** Returns the highest number accepted from a client without a hole. */
    long received(@Nullable String clientName) {
        synchronized (parts) {
            return parts.clients.get(clientName, timers.now()).upward.received();
        }
    }
}
