// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.WireListener;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts a client's numbered messages into order and finds those that come twice (wire.md 2.2). Guarded by its connection.
 *
 * <p>A message without a number passes through. One ahead of its turn waits, within a bound in number and bytes.
 */
final class ReorderWindow {
    private final int maxHeld;
    private final int maxBytes;
    private final Map<Long, Message> held = new HashMap<>(4);
    private final Set<Long> skipped = new HashSet<>(2);
    private int heldBytes;
    private long received;

    ReorderWindow(int maxHeld, int maxBytes) {
        this.maxHeld = maxHeld;
        this.maxBytes = maxBytes;
    }

    /** Returns the highest sequence accepted without a hole. */
    long received() {
        return received;
    }

    /** Returns the number of messages that wait. */
    int held() {
        return held.size();
    }

    /** Returns the bytes of the messages that wait. */
    int heldBytes() {
        return heldBytes;
    }

    /** Returns whether a message with that sequence came before. */
    boolean isDuplicate(long sequence) {
        return sequence != WireListener.UNNUMBERED
                && (sequence <= received || held.containsKey(sequence) || skipped.contains(sequence));
    }

    /** Returns whether it is that sequence's turn. */
    boolean isNext(long sequence) {
        return sequence == WireListener.UNNUMBERED || sequence == received + 1;
    }

    /** Counts the message whose turn it is as accepted, and lets go of it. */
    void accept(long sequence) {
        if (sequence == WireListener.UNNUMBERED) {
            return;
        }
        received = sequence;
        Message message = held.remove(sequence);
        if (message != null) {
            heldBytes -= message.size();
        }
    }

    /**
     * Keeps a message until its turn.
     *
     * @throws AgentException {@link Code#LIMIT_REACHED} if it is too far ahead, or too much waits
     */
    void hold(long sequence, Message message) {
        if (isTooFar(sequence) || heldBytes + (long) message.size() > maxBytes) {
            throw new AgentException(
                    Code.LIMIT_REACHED,
                    "Message " + sequence + " is too far ahead of message " + received
                            + ", the last one that came in order. Send the missing ones first.");
        }
        held.put(sequence, message);
        heldBytes += message.size();
    }

    private boolean isTooFar(long sequence) {
        return sequence - received > maxHeld;
    }

    /**
     * Counts a number as used: its message was refused for good, now or ahead of its turn.
     *
     * @return whether it is; not if it is too far ahead
     */
    boolean skip(long sequence) {
        if (sequence == WireListener.UNNUMBERED || isDuplicate(sequence)) {
            return true;
        }
        return (isNext(sequence) || !isTooFar(sequence)) && skipped.add(sequence);
    }

    /** Returns the held message whose turn it is, or null; it stays until it is {@linkplain #accept accepted}. */
    @Nullable Message next() {
        while (skipped.remove(received + 1)) {
            received++;
        }
        return held.get(received + 1);
    }
}
