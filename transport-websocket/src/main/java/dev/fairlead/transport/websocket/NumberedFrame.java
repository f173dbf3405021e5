// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.WireListener;
import java.util.Arrays;
import java.util.concurrent.CompletionStage;

/** A message with its sequence in front: {@code <sequence> <message>} (wire.md 2.4). */
final class NumberedFrame {
    private static final int MOST_DIGITS = 18;

    private NumberedFrame() {}

    /**
     * Hands the message of a frame over, unchecked.
     *
     * @throws AgentException {@link Code#PROTOCOL} if the frame is none of these
     */
    static CompletionStage<Void> pass(byte[] utf8, WireListener listener) {
        long sequence = 0;
        int digits = 0;
        while (digits < utf8.length && digits < MOST_DIGITS && utf8[digits] >= '0' && utf8[digits] <= '9') {
            sequence = sequence * 10 + utf8[digits] - '0';
            digits++;
        }
        if (digits == 0 || utf8[0] == '0' || digits == utf8.length || utf8[digits] != ' ') {
            throw new AgentException(
                    Code.PROTOCOL, "A frame must be a sequence from 1, a space and a message, or a control frame.");
        }
        return listener.onMessage(sequence, Arrays.copyOfRange(utf8, digits + 1, utf8.length));
    }
}
