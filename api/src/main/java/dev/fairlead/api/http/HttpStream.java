// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

/** The body of an answer that comes bit by bit. One write at a time [1.1]; no method blocks [1.3]. */
public interface HttpStream {
    /**
     * Writes bytes and flushes them to the socket.
     *
     * @param bytes given away until the stage completes
     * @return completes when the socket has taken them; fails with {@link dev.fairlead.api.Code#LINK_LOST}
     */
    CompletionStage<Void> write(ByteBuffer bytes);

    /** Ends the answer well, once the write under way has completed. Any thread; only the first of end and abort counts. */
    void end();

    /** Cuts the connection (HTTP/2: resets the stream), so that the peer sees that the answer is not whole. */
    void abort();

    /**
     * Returns a stage that completes, never fails, when the answer is over: ended, aborted, or the peer went away, which is noticed
     * without writing.
     */
    CompletionStage<Void> closed();
}
