// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;

/**
 * The calls that one transport answers.
 *
 * <p>The runtime has checked {@code Host}, {@code Origin} and token before a route sees a call.
 */
public interface HttpRoute {
    /** Returns the path below the endpoint's, {@code /poll} for instance, or an empty text for the endpoint's own. */
    String path();

    /** Returns whether a call to that path is for this route. Pure, and called on an I/O thread. */
    boolean accepts(HttpCall call);

    /**
     * Answers the call. Must not block; may return before the answer is complete.
     *
     * @param peer who calls, with the transport's id
     * @throws AgentException before anything was answered: the runtime turns it into a status and a body (wire.md 1)
     */
    void answer(HttpCall call, Peer peer);
}
