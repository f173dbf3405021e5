// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.CloseReason;

/**
 * A wire's granted place at a connection, before the wire is there.
 *
 * <p>Either {@link #start} or {@link #abandon} must be called, once.
 */
public interface Attachment {
    /** Returns the secret id of the connection (wire.md 2.9). */
    String connectionId();

    /** Returns the highest upward sequence accepted from this client without a hole, 0 at first. */
    long received();

    /** Hands the open wire over. Events may be written to it before this returns. Does not throw. */
    WireListener start(Wire wire);

    /** Gives the place back: the medium could not be opened. */
    void abandon(CloseReason reason);
}
