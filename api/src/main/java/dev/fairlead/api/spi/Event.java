// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.Message;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A numbered message, as the journal holds it.
 *
 * @param sequence its number in the connection's journal, from 1, shared by all streams (wire.md 2.1)
 * @param sessionId the session whose stream it belongs to, or null for the connection stream
 * @param message the message
 */
public record Event(long sequence, @Nullable String sessionId, Message message) {
    /** Returns how many decimal digits the sequence has. */
    public int sequenceDigits() {
        int digits = 1;
        for (long rest = sequence / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Puts the sequence into a buffer with room for it, as decimal digits in ASCII. */
    public void putSequence(ByteBuffer bytes) {
        int at = bytes.position() + sequenceDigits();
        bytes.position(at);
        long rest = sequence;
        do {
            bytes.put(--at, (byte) ('0' + rest % 10));
            rest /= 10;
        } while (rest > 0);
    }
}
