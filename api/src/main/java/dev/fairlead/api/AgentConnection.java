// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.util.concurrent.CompletionStage;

/**
 * An open conversation with an agent: full duplex, ordered, bounded.
 *
 * <p>What the agent says goes to the {@link AgentListener} that was given at connect.
 */
public interface AgentConnection {
    /** Returns a name for logs, {@code pid 4711} for instance. */
    String id();

    /**
     * Gives the agent a message. Never blocks; messages arrive in the order of the calls [2.1].
     *
     * @return completes when the agent's side has taken it, which is when the next may be sent [5.1]; fails with an
     *     {@link AgentException} when it was not sent
     */
    CompletionStage<Void> send(Message message);

    /**
     * Ends the conversation: asks first, forces what does not end by itself. May be called from any thread, and more than once; only
     * the first call counts [6.3].
     *
     * @return {@link #closed()}
     */
    CompletionStage<CloseReason> close(CloseReason reason);

    /** Returns a stage that completes, after {@link AgentListener#onClosed}, when no thread, process or port of it is left. */
    CompletionStage<CloseReason> closed();
}
