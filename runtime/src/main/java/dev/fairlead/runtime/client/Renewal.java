// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.Message;
import org.jspecify.annotations.Nullable;

/**
 * Puts a new connection where an old one was: says {@code initialize} and {@code authenticate} again, and meanwhile holds back what
 * the application sends. Guarded by its connection.
 */
final class Renewal {
    private final Conversation conversation;
    private final Outbox outbox;
    private final States states;
    private @Nullable String why;
    private boolean tells;

    Renewal(Conversation conversation, Outbox outbox, States states) {
        this.conversation = conversation;
        this.outbox = outbox;
        this.states = states;
    }

    /**
     * Begins.
     *
     * @param tells whether the application is to be told of a gap
     */
    void begin(String reason, boolean tells) {
        boolean again = conversation.hasBegun();
        this.why = again ? reason : null;
        this.tells = tells;
        outbox.restart(again);
    }

    /** There is a wire to a new connection. */
    void moored() {
        if (why == null) {
            return;
        }
        Message initialize = conversation.replayInitialize();
        if (initialize != null && outbox.last() == 0) {
            outbox.addFirst(initialize);
        }
        if (!conversation.isInitialized()) {
            finish(); // the application itself waits for the answer
        }
    }

    /** The agent has answered, and well, what was said again; the states must be told. */
    void answered(Message answer) {
        Message next = conversation.replayAuthenticate(answer);
        if (next == null) {
            finish();
        } else {
            outbox.addFirst(next);
        }
    }

    private void finish() {
        String reason = why;
        if (reason != null) {
            why = null;
            outbox.release();
            if (tells) {
                states.add(new ConnectionState.Gap(0, 0, reason));
            }
        }
    }
}
