// SPDX-License-Identifier: Apache-2.0

/**
 * What an application sees: a {@link dev.fairlead.api.Message}, an {@link dev.fairlead.api.Agent} that can be served, and the
 * {@link dev.fairlead.api.AgentConnection} to one.
 *
 * <p>An agent in ten lines:
 *
 * <pre>{@code
 * Agent echo = context -> CompletableFuture.completedFuture(new AgentConnection() {
 *     public String id() { return context.connectionId(); }
 *     public CompletionStage<Void> send(Message message) { return context.listener().onMessage(answerTo(message)); }
 *     ...
 * });
 * }</pre>
 *
 * <p>The rules that all types here obey are numbered in {@code docs/contract.md}; Javadoc cites them as {@code [2.1]}.
 */
@NullMarked
package dev.fairlead.api;

import org.jspecify.annotations.NullMarked;
