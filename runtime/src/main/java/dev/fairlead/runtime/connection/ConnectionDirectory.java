// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Where connections are found by id. Thread-safe. This is the seam for gateways on several machines. */
public interface ConnectionDirectory {
    /**
     * Keeps a place for a new connection; no agent is started.
     *
     * @param client the name of the client that opens it, or null; asked again for the same name of the same principal, the
     *     directory returns the same connection while it lives (wire.md 2.2)
     * @throws AgentException {@link Code#LIMIT_REACHED} if all places are taken, {@link Code#SHUTDOWN} if the gateway stops
     */
    Connection reserve(Peer owner, @Nullable String client);

    /**
     * Returns a connection.
     *
     * @throws AgentException {@link Code#CONNECTION_UNKNOWN} if there is none, or it belongs to another principal
     */
    Connection get(String connectionId, Peer peer);

    /** Checks a request for a wire and keeps a place for it; see {@link dev.fairlead.api.spi.ServeContext#attach}. */
    Attachment attach(AttachRequest request);

    /** Tells the wires of one transport to end; completes when they are gone. Their connections stay, and may be resumed by another. */
    CompletionStage<Void> dismiss(String transport);

    /** Returns the number of connections that have a place. */
    int size();

    /** Ends all connections and takes no more; completes when none has an agent or a wire left. */
    CompletionStage<Void> stop();
}
