// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A conversation with an agent over one wire. What the agent says that is not a message is logged and skipped: it is never fatal to
 * what comes after it.
 */
final class DialledConnection implements AgentConnection, WireListener {
    private static final Logger log = LoggerFactory.getLogger(DialledConnection.class);
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    private final AgentContext context;
    private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private volatile @Nullable Wire wire;
    private long sent;
    private @Nullable Envelope before;

    DialledConnection(AgentContext context) {
        this.context = context;
    }

    AgentConnection open(Wire opened) {
        wire = opened;
        return this;
    }

    private Wire wire() {
        Wire open = wire;
        if (open == null) {
            throw new IllegalStateException("The wire is not open yet.");
        }
        return open;
    }

    @Override
    public String id() {
        return wire().peer().address();
    }

    @Override
    public CompletionStage<Void> send(Message message) {
        return wire().write(List.of(new Event(++sent, message.envelope().sessionId(), message)));
    }

    @Override
    public CompletionStage<CloseReason> close(CloseReason reason) {
        wire().close(reason);
        return closed;
    }

    @Override
    public CompletionStage<CloseReason> closed() {
        return closed;
    }

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        Message message;
        try {
            message = Message.read(utf8, context.limits(), before);
        } catch (AgentException e) {
            log.warn(
                    "The agent wrote {} bytes that are no message; they are skipped: {} connection={}",
                    utf8.length,
                    e.getMessage(),
                    context.connectionId());
            return GO_ON;
        }
        before = message.envelope();
        return context.listener().onMessage(message);
    }

    @Override
    public void onClosed(CloseReason reason) {
        context.listener().onClosed(reason);
        closed.complete(reason);
    }
}
