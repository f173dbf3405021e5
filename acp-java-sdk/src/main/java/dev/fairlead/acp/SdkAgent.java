// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.acp;

import com.agentclientprotocol.sdk.agent.AcpAsyncAgent;
import com.agentclientprotocol.sdk.spec.AcpAgentTransport;
import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** An agent that is written with the SDK: each connection has one of its own. Thread-safe if the function is. */
public final class SdkAgent implements Agent {
    private final Function<AcpAgentTransport, AcpAsyncAgent> making;

    private SdkAgent(Function<AcpAgentTransport, AcpAsyncAgent> making) {
        this.making = making;
    }

    /**
     * Returns an agent that makes one of the SDK for each connection.
     *
     * @param making builds it for that transport and does not start it; of one made with {@code AcpAgent.sync} take {@code async()}
     */
    public static SdkAgent of(Function<AcpAgentTransport, AcpAsyncAgent> making) {
        return new SdkAgent(making);
    }

    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        SdkAgentTransport transport = new SdkAgentTransport(context);
        CompletableFuture<?> starting;
        try {
            starting = transport.begin(making.apply(transport));
        } catch (RuntimeException e) {
            starting = CompletableFuture.failedFuture(e);
        }
        return starting.handle((nothing, failure) -> {
            if (failure != null) {
                throw new AgentException(Code.AGENT_UNAVAILABLE, "The agent could not be started.", failure);
            }
            return transport;
        });
    }
}
