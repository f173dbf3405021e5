// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import org.jspecify.annotations.Nullable;

/**
 * Where a dialled wire is to go on: the dialling mirror of {@link AttachRequest} (wire.md 2.1, 2.6).
 *
 * @param connectionId the connection to read, or null to begin a new one
 * @param client the name that this client gives itself, or null for none
 * @param streams what the wire is to carry down
 * @param after the cursor: the last sequence that the client has on those streams, or null to begin with the first message not yet
 *     handed to a wire
 */
public record Resumption(
        @Nullable String connectionId,
        @Nullable String client,
        Streams streams,
        @Nullable Long after) {
    /** A new connection, all streams, no name. */
    public static final Resumption PLAIN = new Resumption(null, null, Streams.ALL, null);
}
