// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Frames as a client sends them, right or wrong. */
final class ClientFrames {
    private static final byte[] MASK = {0x12, (byte) 0xF4, 0x56, 0x78};
    private static final int MASKED = 0x80;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    ClientFrames text(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    ClientFrames close(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return frame(
                0x88,
                ByteBuffer.allocate(2 + text.length)
                        .putShort((short) code)
                        .put(text)
                        .array());
    }

    /** A frame with all that its first byte says. */
    ClientFrames frame(int firstByte, byte... payload) {
        return head(firstByte, payload.length).payload(payload);
    }

    /** The head of a frame, for so many bytes. */
    ClientFrames head(int firstByte, long length) {
        ByteBuffer head = ByteBuffer.allocate(14).put((byte) firstByte);
        if (length >= 0 && length < 126) {
            head.put((byte) (MASKED | length));
        } else if (length >= 0 && length <= 0xFFFF) {
            head.put((byte) (MASKED | 126)).putShort((short) length);
        } else {
            head.put((byte) (MASKED | 127)).putLong(length);
        }
        head.put(MASK);
        return raw(Arrays.copyOf(head.array(), head.position()));
    }

    /** The payload of the frame begun last, or its first part. */
    ClientFrames payload(byte... payload) {
        for (int i = 0; i < payload.length; i++) {
            bytes.write(payload[i] ^ MASK[i & 3]);
        }
        return this;
    }

    ClientFrames raw(byte... raw) {
        bytes.writeBytes(raw);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
