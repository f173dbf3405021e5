// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pipes to an agent.
 *
 * <p>It ends when it is closed, when the agent exits, when stdout ends, or when a write fails; whatever comes first starts a
 * {@link Closing}, which does the rest.
 */
final class StdioWire implements Wire {
    private static final Logger log = LoggerFactory.getLogger(StdioWire.class);
    private static final CloseReason CLOSED_OUTPUT = new CloseReason(Code.AGENT_EXITED, "The agent closed its output.");
    private static final CloseReason CLOSED_INPUT = new CloseReason(Code.AGENT_EXITED, "The agent closed its input.");

    private final AgentProcess agent;
    private final Patience patience;
    private final WireListener listener;
    private final Peer peer;
    private final Pipes pipes;
    private final AtomicBoolean ending = new AtomicBoolean();

    private StdioWire(AgentProcess agent, Patience patience, DialContext context) {
        long pid = agent.pid();
        this.agent = agent;
        this.patience = patience;
        this.listener = context.listener();
        this.peer = new Peer("stdio", "pid " + pid, Peer.ANONYMOUS);
        this.pipes = new Pipes(
                new StdinWriter(pid, agent.stdin(), () -> end(CLOSED_INPUT, false)),
                new StdoutReader(pid, agent.stdout(), context.limits().bytes(), listener, this::close),
                AgentThread.STDERR.of(pid, new StderrLog(pid, agent.stderr())::readToEnd));
    }

    /** Returns the wire of an agent that was just started; {@link #readToEnd} must follow on this thread. */
    static StdioWire of(AgentProcess agent, Patience patience, DialContext context) {
        AgentThread.STDOUT.claim(agent.pid());
        StdioWire wire = new StdioWire(agent, patience, context);
        try {
            wire.pipes.stderr().start();
        } catch (OutOfMemoryError e) { // no more threads
            agent.tree().kill();
            throw e;
        }
        agent.exited().thenRun(() -> wire.end(CLOSED_OUTPUT, false));
        log.debug("The agent was started. transport=stdio pid={}", agent.pid());
        return wire;
    }

    /** Lends the current thread to stdout, until it ends. */
    void readToEnd() {
        try {
            pipes.stdout().readToEnd();
        } finally {
            end(CLOSED_OUTPUT, false);
        }
    }

    @Override
    public Peer peer() {
        return peer;
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        return pipes.stdin().write(batch);
    }

    /** An agent has no use for notices. */
    @Override
    public CompletionStage<Void> tell(Notice notice) {
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void close(CloseReason reason) {
        end(reason, true);
        pipes.stdout().discard();
    }

    private void end(CloseReason reason, boolean asked) {
        if (ending.compareAndSet(false, true)) {
            Closing closing = new Closing(agent, pipes, patience, reason, asked);
            AgentThread.CLOSING
                    .of(agent.pid(), () -> listener.onClosed(closing.run()))
                    .start();
        }
    }
}
