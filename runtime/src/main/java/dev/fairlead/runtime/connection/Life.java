// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;

/**
 * Where a connection is in its life (docs/architecture.md). Guarded by its connection.
 *
 * <ol>
 *   <li><b>reserved</b>: has an id and a place in the table, no agent; waits for {@code initialize};
 *   <li><b>starting</b>: the agent starts, {@code initialize} and what follows wait in line for it;
 *   <li><b>live</b>: the agent has answered {@code initialize};
 *   <li><b>ending</b>: out of the table, the agent is being closed, readers deliver what there is and the reason;
 *   <li><b>ended</b>: no agent, no reader, no memory.
 * </ol>
 */
final class Life {
    private enum State {
        RESERVED,
        STARTING,
        LIVE,
        ENDING,
        ENDED
    }

    private State state = State.RESERVED;
    private CloseReason reason = CloseReason.NORMAL;
    private boolean agentGone = true;

    boolean isReserved() {
        return state == State.RESERVED;
    }

    /** Returns whether it is ending or has ended. */
    boolean isOver() {
        return state == State.ENDING || state == State.ENDED;
    }

    boolean hasEnded() {
        return state == State.ENDED;
    }

    /** Returns why it is over. */
    CloseReason reason() {
        return reason;
    }

    /** Throws {@link Code#CONNECTION_UNKNOWN} if it is over. */
    void requireOpen() {
        if (isOver()) {
            throw new AgentException(Code.CONNECTION_UNKNOWN, "The connection has ended: " + reason.detail());
        }
    }

    /** The agent is being started. */
    void start() {
        state = State.STARTING;
        agentGone = false;
    }

    /** The agent has answered. */
    void live() {
        state = State.LIVE;
    }

    /** Begins the end; returns whether this is the first reason for it. */
    boolean end(CloseReason why) {
        if (isOver()) {
            return false;
        }
        state = State.ENDING;
        reason = why;
        return true;
    }

    /** Nothing of the agent is left. */
    void agentGone() {
        agentGone = true;
    }

    /** Returns, once, whether the end is complete. */
    boolean finish(boolean hasReaders) {
        if (state != State.ENDING || hasReaders || !agentGone) {
            return false;
        }
        state = State.ENDED;
        return true;
    }
}
