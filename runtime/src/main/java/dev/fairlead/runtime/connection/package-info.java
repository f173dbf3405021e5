// SPDX-License-Identifier: Apache-2.0

/**
 * Connections: the journal and its readers, routing, the way up to the agent, limits and life.
 *
 * <p>Start with {@link dev.fairlead.runtime.connection.Connection} and the three that work for it: {@code FromClients}, {@code FromAgent}
 * and {@code Wires}. They hold its one lock for state alone, which is in {@code Parts}: no wire, agent or stage is called while it is
 * held. Nothing here knows of HTTP, sockets, threads or the wall clock, so that a simulation can drive all of it.
 */
@NullMarked
package dev.fairlead.runtime.connection;

import org.jspecify.annotations.NullMarked;
