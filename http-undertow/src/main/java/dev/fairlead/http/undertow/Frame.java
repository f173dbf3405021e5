// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A whole text message or a control frame of a WebSocket. */
final class Frame {
    /** The most bytes of a control frame (RFC 6455 §5.5). */
    static final int MAX_CONTROL = 125;

    /** What is told of a close frame without a code (RFC 6455 §7.1.5). */
    static final int NO_CODE = 1005;

    /** The frames that matter here, with their opcodes (RFC 6455 §5.2). */
    enum Kind {
        TEXT(0x1),
        CLOSE(0x8),
        PING(0x9),
        PONG(0xA);

        private final int opcode;

        Kind(int opcode) {
            this.opcode = opcode;
        }

        int opcode() {
            return opcode;
        }
    }

    private final Kind kind;
    private final byte[] payload;

    /**
     * Creates a frame.
     *
     * @param payload its bytes, unmasked; given away
     */
    Frame(Kind kind, byte[] payload) {
        this.kind = kind;
        this.payload = payload;
    }

    Kind kind() {
        return kind;
    }

    byte[] payload() {
        return payload;
    }

    /** Returns the code of a close frame. */
    int closeCode() {
        return payload.length < 2 ? NO_CODE : ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    }

    /** Returns the reason of a close frame. */
    String closeReason() {
        return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    /** Returns the payload of a close frame; a reason is cut, between characters, to what fits. */
    static byte[] closing(int code, String reason) {
        if (code == NO_CODE) {
            return new byte[0];
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, MAX_CONTROL - 2);
        while (length < text.length && (text[length] & 0xC0) == 0x80) {
            length--;
        }
        return ByteBuffer.allocate(2 + length)
                .putShort((short) code)
                .put(text, 0, length)
                .array();
    }
}
