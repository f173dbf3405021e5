// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.util.concurrent.CompletionStage;

/** Hears one agent. The agent calls it from one thread at a time [1.2]. */
public interface AgentListener {
    /**
     * Takes the agent's next message. Never blocks.
     *
     * @return completes when the next one may come: completion is demand [5.1]. An agent that runs ahead of it is disconnected
     */
    CompletionStage<Void> onMessage(Message message);

    /** Learns that the agent is gone: exactly once, as the last call [6.1]. Needs no demand [6.2]. */
    void onClosed(CloseReason reason);
}
