// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;

/**
 * What a lost wire, or a search that found none, means for a connection: found with its lock, done without it.
 *
 * @param meaning what is to be done
 * @param why what to say about it
 */
record Judgement(Meaning meaning, CloseReason why) {
    /** What is to be done. */
    enum Meaning {
        /** The network is at fault: look again after a while. */
        COME_BACK,
        /** This transport does not carry even the beginning: begin by another. */
        ELSEWHERE,
        /** The gateway does not know the connection any more. */
        GONE,
        /** There is nothing to come back to. */
        END
    }

    /** Does it. Called without the lock; coming back was begun with it. */
    void carryOut(ResumableConnection connection) {
        switch (meaning) {
            case COME_BACK -> {}
            case ELSEWHERE -> connection.beginElsewhere(why);
            case GONE -> connection.gone(why);
            case END -> connection.end(why);
        }
    }
}
