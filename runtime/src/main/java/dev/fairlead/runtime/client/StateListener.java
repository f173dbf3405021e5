// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

/** Hears the states of connections: of each one at a time, in order, {@link ConnectionState.Closed} last. Must not block. */
@FunctionalInterface
public interface StateListener {
    /**
     * Learns a state.
     *
     * @param connection the connection's name in logs
     */
    void onState(String connection, ConnectionState state);
}
