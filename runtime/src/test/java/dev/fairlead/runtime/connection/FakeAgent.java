// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** An agent that records what it gets and says what a test says. One conversation at a time. */
final class FakeAgent implements Agent, AgentConnection {
    static final CloseReason EXITED = new CloseReason(Code.AGENT_EXITED, "The agent exited with status 1.");

    final List<String> received = new ArrayList<>();
    int connects;

    @Nullable CloseReason askedToEnd;

    private @Nullable CompletableFuture<AgentConnection> connecting;
    private @Nullable CompletableFuture<Void> reading;
    private boolean startsSlowly;
    private boolean readsSlowly;
    private boolean lingers;
    private @Nullable AgentContext context;
    private CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    FakeAgent startsSlowly() {
        startsSlowly = true;
        return this;
    }

    /** Takes one message, and the next only after {@link #read}. */
    FakeAgent readsSlowly() {
        readsSlowly = true;
        return this;
    }

    /** Does not go when asked. */
    FakeAgent lingers() {
        lingers = true;
        return this;
    }

    @Override
    public CompletionStage<AgentConnection> connect(AgentContext with) {
        connects++;
        context = with;
        closed = new CompletableFuture<>();
        connecting = new CompletableFuture<>();
        if (!startsSlowly) {
            connecting.complete(this);
        }
        return connecting;
    }

    void started() {
        connecting.complete(this);
    }

    void failed(RuntimeException failure) {
        connecting.completeExceptionally(failure);
    }

    /** Says something; completes when the next may be said. */
    CompletionStage<Void> say(Message message) {
        return context.listener().onMessage(message);
    }

    /** Reads the message under way. */
    void read() {
        CompletableFuture<Void> done = reading;
        reading = null;
        if (done != null) {
            done.complete(null);
        }
    }

    /** Ends by itself. */
    void die() {
        gone(EXITED);
    }

    /** Goes at last. */
    void gone(CloseReason why) {
        if (!closed.isDone()) {
            context.listener().onClosed(why);
            closed.complete(why);
        }
    }

    @Override
    public String id() {
        return "fake";
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        if (reading != null) {
            throw new IllegalStateException("[1.1] one message at a time");
        }
        received.add(message.text());
        if (!readsSlowly) {
            return CompletableFuture.completedStage(null);
        }
        reading = new CompletableFuture<>();
        return reading;
    }

    @Override
    public CompletionStage<CloseReason> close(CloseReason reason) {
        askedToEnd = reason;
        if (!lingers) {
            gone(reason);
        }
        return closed;
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return closed;
    }
}
