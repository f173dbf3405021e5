// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.CloseReason;
import java.util.concurrent.CompletionStage;

/** Hears one wire. The wire calls it from one thread at a time, in the order of the medium [1.2]. No method blocks [1.3]. */
public interface WireListener {
    /** The sequence of a message that came without one. */
    long UNNUMBERED = 0;

    /**
     * Takes the next message, unchecked: what is wrong with it the runtime finds and answers.
     *
     * @param sequence its number on the medium, from 1, or {@link #UNNUMBERED}
     * @param utf8 its bytes, which the wire gives away [4.1]; none, with a sequence, where the peer has given that number up
     * @return completes when the next may come: completion is demand [5.1]. Never fails
     */
    CompletionStage<Void> onMessage(long sequence, byte[] utf8);

    /** Learns that the peer has everything up to that sequence on this wire's streams. */
    default void onAcknowledged(long sequence) {}

    /**
     * Learns what the gateway says beside the messages, on a dialled wire: {@link Notice.Attached}, {@link Notice.Gap},
     * {@link Notice.CaughtUp}, {@link Notice.Resolved}. The other notices have methods of their own here.
     */
    default void onNotice(Notice notice) {}

    /** Learns that the peer is alive: bytes came that were no message, a pong for instance. */
    default void onAlive() {}

    /**
     * Learns that the wire is gone: exactly once, as the last call, whoever closed it [6.1]. Needs no demand: it may come while the
     * stage of a message is still open [6.2].
     */
    void onClosed(CloseReason reason);
}
