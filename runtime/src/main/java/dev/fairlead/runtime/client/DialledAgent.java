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
import dev.fairlead.runtime.registry.TransportRegistry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
        return transport
                .dial(new DialContext(target, settings, context.limits(), connection))
                .thenApply(connection::open);
    }
}
