// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.util.concurrent.CompletionStage;

/**
 * Something that speaks ACP and can be served: a command, Java code in this JVM, a remote address.
 *
 * <p>Thread-safe; one agent is connected to many times.
 */
@FunctionalInterface
public interface Agent {
    /**
     * Begins one conversation.
     *
     * <p>Returns at once; starting a process or dialling happens behind the stage. Messages may reach the context's listener
     * before the stage completes.
     *
     * @return completes with the open connection; fails with an {@link AgentException} of {@link Code#AGENT_UNAVAILABLE} whose
     *     message a client may read, after which nothing of the attempt is left [6.5]
     */
    CompletionStage<AgentConnection> connect(AgentContext context);
}
