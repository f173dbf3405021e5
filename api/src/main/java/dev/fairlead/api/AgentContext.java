// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

/**
 * What an agent is given when somebody connects to it.
 *
 * @param connectionId names the connection in logs; it is not the secret id that clients hold
 * @param peer who connects
 * @param limits what a message from the agent may measure; larger ones are skipped and logged
 * @param listener receives what the agent says
 */
public record AgentContext(String connectionId, Peer peer, MessageLimits limits, AgentListener listener) {}
