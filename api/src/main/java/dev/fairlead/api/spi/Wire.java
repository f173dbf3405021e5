// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Peer;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One physical carrier: an SSE response, a WebSocket, one poll, a pipe.
 *
 * <p>The runtime calls {@link #write} and {@link #tell} one at a time, each only after the stage of the one before has completed
 * [1.1]. So a wire has no lock and no queue. No method blocks [1.3].
 */
public interface Wire {
    /** Returns who is at the other end. */
    Peer peer();

    /**
     * Puts events on the medium, in this order, with one flush for the whole batch.
     *
     * @param batch one to 256 events, at most 64 KiB of messages unless the first alone is larger; unmodifiable, free to be kept
     * @return completes when the medium has taken all bytes, and so the next batch may come [5.1]; fails if the link broke, and
     *     then {@link WireListener#onClosed} follows [6.6]
     */
    CompletionStage<Void> write(List<Event> batch);

    /**
     * Puts something on the medium that is not a message. A medium that has no form for a notice completes at once.
     *
     * @return as {@link #write}
     */
    CompletionStage<Void> tell(Notice notice);

    /**
     * Ends the medium now. May come from any thread, at any time, while a write is under way too; only the first call counts
     * [6.3]. The runtime has {@linkplain Notice.End told} the reason before, if the medium would take it.
     */
    void close(CloseReason reason);
}
