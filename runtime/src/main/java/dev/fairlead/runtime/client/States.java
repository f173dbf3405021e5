// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a listener the states of one connection in the order in which they came about. Thread-safe. */
final class States {
    private static final Logger log = LoggerFactory.getLogger(States.class);

    private final String connection;
    private final StateListener listener;
    private final Deque<ConnectionState> untold = new ArrayDeque<>(2);
    private boolean telling;

    States(String connection, StateListener listener) {
        this.connection = connection;
        this.listener = listener;
    }

    /** Adds a state; {@link #tell} must follow, outside of any lock. */
    synchronized void add(ConnectionState state) {
        untold.add(state);
    }

    /** Tells what has not been told, unless another thread is just doing that. */
    void tell() {
        while (true) {
            ConnectionState next;
            synchronized (this) {
                if (telling || untold.isEmpty()) {
                    return;
                }
                telling = true;
                next = untold.remove();
            }
            try {
                listener.onState(connection, next);
            } catch (RuntimeException e) {
                log.error("The listener of states failed; it is told the next one. connection={}", connection, e);
            }
            synchronized (this) {
                telling = false;
            }
        }
    }
}
