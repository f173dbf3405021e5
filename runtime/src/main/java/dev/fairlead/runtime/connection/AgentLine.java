// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The line to the agent: bounded, one message under way at a time. Thread-safe.
 *
 * <p>Messages wait while the agent starts and while it does not read. Whoever adds one is asked to wait by the stage that it gets;
 * who adds without waiting is refused at the limit. The way down never waits for the way up, nor the other way round.
 */
final class AgentLine {
    private static final Logger log = LoggerFactory.getLogger(AgentLine.class);
    private static final int MOST_MESSAGES = 1024;
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    private final long mostBytes;
    private final Deque<Message> waiting = new ArrayDeque<>(4);
    private long waitingBytes;
    private boolean sending;
    private @Nullable AgentConnection agent;
    private @Nullable CloseReason closed;
    private @Nullable CompletableFuture<Void> room;

    AgentLine(ConnectionLimits limits) {
        this.mostBytes = limits.message().bytes();
    }

    /**
     * Starts the agent. Called once, without any lock.
     *
     * @return completes when nothing of the agent is left; fails if it did not start
     */
    CompletionStage<CloseReason> connect(Agent to, AgentContext context) {
        CompletionStage<AgentConnection> connecting;
        try {
            connecting = to.connect(context);
        } catch (RuntimeException e) {
            connecting = CompletableFuture.failedStage(e);
        }
        return connecting.thenCompose(connection -> {
            log.info("Agent connected. agent={} connection={}", connection.id(), context.connectionId());
            open(connection);
            return connection.closed();
        });
    }

    /** Sends what waits; closes the agent if it came too late. */
    private void open(AgentConnection connection) {
        CloseReason late;
        synchronized (this) {
            agent = connection;
            late = closed;
        }
        if (late == null) {
            drain();
        } else {
            connection.close(late);
        }
    }

    /** Returns whether a message may be added. */
    synchronized boolean hasRoom() {
        return waiting.size() < MOST_MESSAGES && waitingBytes < mostBytes;
    }

    /** Throws {@link Code#LIMIT_REACHED} unless a message may be added. */
    void requireRoom() {
        if (!hasRoom()) {
            throw new AgentException(
                    Code.LIMIT_REACHED, "The agent does not read what it is sent. Send the message again later.");
        }
    }

    /** Adds a message, in the order of the calls; {@link #drain} must follow, outside of any lock. */
    synchronized void add(Message message) {
        if (closed == null) {
            waiting.add(message);
            waitingBytes += message.size();
        }
    }

    /** Sends what waits, as far as the agent takes it. Called without any lock. */
    void drain() {
        while (true) {
            AgentConnection to;
            Message next;
            synchronized (this) {
                if (sending || closed != null || agent == null || waiting.isEmpty()) {
                    return;
                }
                sending = true;
                to = agent;
                next = waiting.remove();
                waitingBytes -= next.size();
            }
            CompletableFuture<Void> sent = send(to, next);
            if (!sent.isDone()) {
                var unused = sent.whenComplete((nothing, failure) -> {
                    sent();
                    drain();
                });
                return;
            }
            sent();
        }
    }

    /** A send that fails is the end of the agent, which is told of it elsewhere [6.6]. */
    private static CompletableFuture<Void> send(AgentConnection to, Message message) {
        try {
            return to.send(message).toCompletableFuture();
        } catch (RuntimeException e) {
            log.error("An agent threw instead of failing its stage. agent={}", to.id(), e);
            return CompletableFuture.failedFuture(e);
        }
    }

    private void sent() {
        CompletableFuture<Void> granted = null;
        synchronized (this) {
            sending = false;
            if (isHalfEmpty()) {
                granted = room;
                room = null;
            }
        }
        if (granted != null) {
            granted.complete(null);
        }
    }

    private boolean isHalfEmpty() {
        return waiting.size() < MOST_MESSAGES / 2 && waitingBytes < mostBytes / 2;
    }

    /** Returns a stage that completes when there is room for more. */
    synchronized CompletionStage<Void> room() {
        if (closed != null || isHalfEmpty()) {
            return GO_ON;
        }
        if (room == null) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    /** Closes the agent, if need be as soon as it is there; forgets what waits, lets go of who waits. Only the first call counts. */
    void close(CloseReason why) {
        CompletableFuture<Void> granted;
        AgentConnection connection;
        synchronized (this) {
            if (closed != null) {
                return;
            }
            closed = why;
            waiting.clear();
            waitingBytes = 0;
            granted = room;
            room = null;
            connection = agent;
        }
        if (connection != null) {
            connection.close(why);
        }
        if (granted != null) {
            granted.complete(null);
        }
    }
}
