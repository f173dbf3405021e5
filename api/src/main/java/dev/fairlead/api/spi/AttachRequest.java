// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.Peer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a peer said when it asked for a wire.
 *
 * @param peer who asks
 * @param connectionId the connection it wants to read, or null to begin a new one
 * @param client the name it gave itself (wire.md 2.6), or null for the unnamed client
 * @param streams what the wire is to carry down
 * @param after the cursor: the last sequence that the client has, or null to begin with the first message not yet handed to a wire
 * @param lasting whether the connection outlives the wire. A plain WebSocket's does not (wire.md 2.4)
 * @param acknowledges whether the client tells, by the protocol of the medium, up to where it has everything. What such a wire has
 *     taken counts as delivered only when it is acknowledged (wire.md 2.1)
 * @param heartbeat how long the wire may be silent before the runtime tells it a heartbeat, to the second; null for the
 *     {@linkplain ServeContext#heartbeat usual time}. A poll ends with its first heartbeat
 */
public record AttachRequest(
        Peer peer,
        @Nullable String connectionId,
        @Nullable String client,
        Streams streams,
        @Nullable Long after,
        boolean lasting,
        boolean acknowledges,
        @Nullable Duration heartbeat) {
    /** Describes a wire with the usual heartbeat. */
    public AttachRequest(
            Peer peer,
            @Nullable String connectionId,
            @Nullable String client,
            Streams streams,
            @Nullable Long after,
            boolean lasting,
            boolean acknowledges) {
        this(peer, connectionId, client, streams, after, lasting, acknowledges, null);
    }
}
