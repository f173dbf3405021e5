// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts a new connection where an old one was: says {@code initialize} and {@code authenticate} again, and meanwhile holds back what
 * the application sends. Guarded by its connection.
 */
final class Renewal {
    private final Identity identity;
    private final Conversation conversation;
    private final Outbox outbox;
    private final States states;
    private @Nullable String why;
    private boolean tells;

    Renewal(Identity identity, Conversation conversation, Outbox outbox, States states) {
        this.identity = identity;
        this.conversation = conversation;
        this.outbox = outbox;
        this.states = states;
    }

    /**
     * Leaves a connection behind for another. What no wire was given, and belongs to nothing that is lost, goes there.
     *
     * @param initialize what the application begins anew with; null if it does not: then what has begun the old connection begins the
     *     new one
     * @return the answers that the application gets to what else was pending
     */
    List<Message> begin(CloseReason reason, @Nullable Message initialize) {
        List<Event> unsent = outbox.unsent();
        List<Event> carried = initialize != null
                ? List.of()
                : unsent.stream()
                        .filter(event -> conversation.outlives(event.message()))
                        .toList();
        List<Message> answers = conversation.abandon(reason, unsent, carried);
        tells = initialize == null && conversation.isInitialized();
        if (initialize != null) {
            conversation.fromApplication(initialize);
        }
        boolean again = conversation.hasBegun();
        why = again ? reason.detail() : null;
        outbox.restart(carried, again);
        identity.change();
        return answers;
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
