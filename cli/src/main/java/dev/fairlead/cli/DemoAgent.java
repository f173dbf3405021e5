// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A whole ACP v1 agent without a model, for trying and testing: the text of the prompt tells it what to do ({@link PromptScript}).
 *
 * <p>Sessions belong to the agent, so that a client that lost its connection finds them again through another one with
 * {@code session/load}.
 */
public final class DemoAgent implements Agent, AutoCloseable {
    static final String NAME = "fairlead-demo-agent";

    private final DemoThread thread = new DemoThread();
    private final DemoSessions sessions = new DemoSessions();
    private final Set<DemoConnection> connections = new HashSet<>();
    private final AtomicLong opened = new AtomicLong();

    /** Creates an agent without sessions. */
    public DemoAgent() {}

    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        return open(context).thenApply(connection -> connection);
    }

    /** Connects, as {@link #connect} does. */
    CompletionStage<DemoConnection> open(AgentContext context) {
        DemoConnection connection = new DemoConnection("demo-" + opened.incrementAndGet(), context, thread, sessions);
        CompletableFuture<DemoConnection> open = new CompletableFuture<>();
        boolean alive = thread.run(() -> {
            connections.add(connection);
            connection.closed().thenRun(() -> connections.remove(connection));
            open.complete(connection);
        });
        if (!alive) {
            open.completeExceptionally(
                    new AgentException(Code.AGENT_UNAVAILABLE, "The demo agent was closed. Create another one."));
        }
        return open;
    }

    /** Ends every connection and the agent's thread; its sessions are forgotten. */
    @Override
    public void close() {
        thread.run(() -> Set.copyOf(connections).forEach(connection -> connection.end(CloseReason.SHUTDOWN)));
        thread.close();
    }
}
