// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.runtime.connection.Router.Route;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the agent for its connection, and hears it. */
final class FromAgent implements AgentListener {
    private static final Logger log = LoggerFactory.getLogger(FromAgent.class);
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    private final Connection connection;
    private final Parts parts;
    private final Agent agent;
    private final ConnectionLimits limits;
    private final Timers timers;

    FromAgent(Connection connection, Parts parts, Agent agent, ConnectionLimits limits, Timers timers) {
        this.connection = connection;
        this.parts = parts;
        this.agent = agent;
        this.limits = limits;
        this.timers = timers;
    }

    /** Starts the agent. Called once, without the lock. */
    void connect() {
        AgentContext context = new AgentContext(connection.name(), connection.owner(), limits.message(), this);
        parts.line.connect(agent, context).whenComplete((why, failure) -> {
            synchronized (parts) {
                parts.life.agentGone();
            }
            if (failure != null) {
                connection.end(unavailable(failure));
            }
            connection.finishIfDone();
        });
    }

    private CloseReason unavailable(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AgentException refusal) {
            Throwable detail = refusal.getCause() == null ? refusal : refusal.getCause();
            log.warn("The agent did not start: {} connection={}", detail.getMessage(), connection.name());
            return refusal.reason();
        }
        log.error("The agent did not start. connection={}", connection.name(), cause);
        return new CloseReason(Code.AGENT_UNAVAILABLE, "The agent could not be started.");
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        CompletionStage<Void> next;
        Event response = null;
        String violation;
        String stream = null;
        long now = timers.now();
        synchronized (parts) {
            if (parts.life.isOver()) {
                return GO_ON;
            }
            violation = parts.demand.isOverrun() ? "The agent sends more than it is asked for." : null;
            try {
                Route route = parts.router.toClient(message.envelope(), now);
                stream = route.stream();
                Event event = parts.journal.append(stream, message);
                if (route.first()) {
                    response = event;
                    parts.life.live();
                    parts.watch.initialized(now);
                }
                if (route.ended() != null) {
                    CloseReason why = new CloseReason(Code.NORMAL, "The session has ended.");
                    parts.endSession(route.ended(), why, now);
                }
            } catch (AgentException e) {
                if (parts.line.hasRoom()) {
                    parts.line.add(
                            JsonRpc.error(String.valueOf(message.envelope().id()), e.reason()));
                } else {
                    violation = "The agent asks on and on, and does not read the answers.";
                }
            }
            next = parts.demand.room(now);
        }
        if (response != null) {
            connection.initialized(response);
        }
        parts.readers.wake(stream);
        parts.line.drain();
        if (violation != null) {
            connection.end(new CloseReason(Code.PROTOCOL, violation));
        }
        return next;
    }

    @Override
    public void onClosed(CloseReason why) {
        connection.end(why);
    }
}
