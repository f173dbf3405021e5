// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.time.Duration;

/**
 * Something that happened to a link of a {@link FaultProxy}.
 *
 * @param at since the proxy started
 * @param link the link's number, from 1 in the order in which they were made
 * @param kind what happened
 * @param up how many bytes the client had sent
 * @param down how many bytes the target had sent
 */
public record LinkEvent(Duration at, int link, Kind kind, long up, long down) {
    /** What may happen. */
    public enum Kind {
        /** A client has connected. */
        MADE,
        /** The proxy refused it. */
        REFUSED,
        /** It became a black hole. */
        VANISHED,
        /** The proxy ended it with FIN. */
        CUT,
        /** The proxy reset it. */
        RESET,
        /** The proxy answered a request instead of the target. */
        ANSWERED,
        /** Both sides have ended it, well. */
        CLOSED,
        /** A side has reset it, or the target cannot be reached; the other side was reset too. */
        BROKEN
    }

    @Override
    public String toString() {
        return "%6d ms link %d %s (%d bytes up, %d down)".formatted(at.toMillis(), link, kind, up, down);
    }
}
