// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import java.util.concurrent.Executor;

/** What a connection needs of the gateway that it lives in. */
interface Surroundings {
    Timers timers();

    /** Runs the pumps of readers: at most one task a reader at a time. */
    Executor delivery();

    /** Learns that a connection is ending and takes no more wires. */
    void ended(Connection connection);
}
