// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** The open other end of a WebSocket (RFC 6455). One send or ping at a time [1.1]; no method blocks [1.3]. */
public interface WebSocketPeer {
    /**
     * Sends text messages in this order, with one flush.
     *
     * @param texts valid UTF-8, each one message; asked for once, one after the other, by any thread. Each is given away until the next
     *     is asked for, or the stage completes
     * @return completes when the socket has taken them; fails with {@link dev.fairlead.api.Code#LINK_LOST}
     */
    CompletionStage<Void> send(Iterable<ByteBuffer> texts);

    /** Sends a ping; its pong comes as {@link WebSocketListener#onAlive}. Completes as {@link #send}. */
    CompletionStage<Void> ping();

    /**
     * Sends a close frame behind the send under way, and cuts the socket when the peer has not answered within five seconds. Any
     * thread; only the first call counts.
     *
     * @param code a status of RFC 6455 §7.4
     * @param reason cut to the 123 bytes that fit
     */
    void close(int code, String reason);
}
