// SPDX-License-Identifier: Apache-2.0

/**
 * Connections: the journal and its readers, routing, the way up to the agent, limits and life.
 *
 * <p>A {@link dev.fairlead.runtime.connection.Connection} has one lock, held for state alone: no wire, agent or stage is called while
 * it is held. Nothing here knows of HTTP, sockets, threads or the wall clock, so that a simulation can drive all of it.
 */
@NullMarked
package dev.fairlead.runtime.connection;

import org.jspecify.annotations.NullMarked;
