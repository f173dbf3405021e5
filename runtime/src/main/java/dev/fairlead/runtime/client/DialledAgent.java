// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.DialContext;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.runtime.registry.TransportRegistry;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An agent behind a wire: a program to start, for instance. Each connection dials anew, by the best transport that can reach the
 * target then.
 */
public final class DialledAgent implements Agent {
    private final Target target;
    private final Settings settings;
    private final TransportRegistry registry;

    /** Creates an agent; nothing is dialled yet. */
    public DialledAgent(Target target, Settings settings, TransportRegistry registry) {
        this.target = target;
        this.settings = settings;
        this.registry = registry;
    }

    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        Transport transport = registry.dialling(target).orElse(null);
        if (transport == null) {
            return CompletableFuture.failedStage(new AgentException(
                    Code.AGENT_UNAVAILABLE,
                    "No transport can reach the agent. Put the bundle of one beside the others, fairlead-transport-stdio for a"
                            + " command."));
        }
        DialledConnection connection = new DialledConnection(context);
        CompletionStage<Wire> dialling;
        try {
            dialling = Objects.requireNonNull(
                    transport.dial(DialContext.to(target, settings, context.limits(), connection)),
                    "The transport gave no stage.");
        } catch (RuntimeException | LinkageError e) {
            dialling = CompletableFuture.failedStage(e);
        }
        return dialling.handle((wire, failure) -> {
            if (wire == null) {
                throw unavailable(failure);
            }
            return connection.open(wire);
        });
    }

    /** What a client may read of a failure: the transport's own words if it says that the agent is not there. */
    private static AgentException unavailable(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof AgentException known && known.code() == Code.AGENT_UNAVAILABLE
                ? known
                : new AgentException(Code.AGENT_UNAVAILABLE, "The agent could not be reached.", cause);
    }
}
