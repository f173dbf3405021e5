// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

/** One session of a connection, as routing knows it. */
final class Session {
    /** Whether only a stream was opened for it, and neither a response nor the agent has named it yet. */
    boolean provisional;

    /** When it was last spoken of, in nanoseconds of the connection's clock. */
    long touched;

    Session(boolean provisional, long now) {
        this.provisional = provisional;
        this.touched = now;
    }
}
