// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A frame of RFC 6455 §5.2. */
final class WebSocketFrame {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final int MASKED = 0x80;
    private static final int LARGEST = 64 * 1024 * 1024;

    private final int opcode;
    private final boolean last;
    private final byte[] payload;

    /** Takes what it carries, whether it is the last of its message, and the payload without a mask. */
    WebSocketFrame(int opcode, boolean last, byte[] payload) {
        this.opcode = opcode;
        this.last = last;
        this.payload = payload;
    }

    static WebSocketFrame text(String text) {
        return new WebSocketFrame(TEXT, true, text.getBytes(StandardCharsets.UTF_8));
    }

    static WebSocketFrame close(int code) {
        return new WebSocketFrame(
                CLOSE, true, ByteBuffer.allocate(2).putShort((short) code).array());
    }

    /** Reads a frame of a server, which must not be masked. */
    static WebSocketFrame read(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int second = in.readUnsignedByte();
        Expect.that((second & MASKED) == 0, "the server masks its frames (RFC 6455 §5.1 forbids it)");
        Expect.that((first & 0x70) == 0, "the server uses an extension that was not offered");
        long length = second & 0x7f;
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        Expect.that(length >= 0 && length <= LARGEST, "the server sends a frame of " + length + " bytes");
        byte[] payload = in.readNBytes((int) length);
        if (payload.length < length) {
            throw new IOException("the link was cut inside a frame");
        }
        return new WebSocketFrame(first & 0x0f, (first & 0x80) != 0, payload);
    }

    int opcode() {
        return opcode;
    }

    boolean last() {
        return last;
    }

    byte[] payload() {
        return payload;
    }

    /** Returns the frame as a client sends it, with a mask; of zeros, so that what goes out can be read in a trace. */
    byte[] masked() {
        ByteBuffer frame = ByteBuffer.allocate(14 + payload.length);
        frame.put(header(payload.length, true));
        frame.put(payload);
        return taken(frame);
    }

    /** Returns the frame as a client must not send it. */
    byte[] unmasked() {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length);
        frame.put(header(payload.length, false));
        frame.put(payload);
        return taken(frame);
    }

    /** Returns the head of a frame that says it has that many bytes. */
    byte[] header(long length, boolean mask) {
        ByteBuffer head = ByteBuffer.allocate(14);
        head.put((byte) (opcode | (last ? 0x80 : 0)));
        int masked = mask ? MASKED : 0;
        if (length < 126) {
            head.put((byte) (masked | length));
        } else if (length < 65536) {
            head.put((byte) (masked | 126)).putShort((short) length);
        } else {
            head.put((byte) (masked | 127)).putLong(length);
        }
        if (mask) {
            head.putInt(0);
        }
        return taken(head);
    }

    /** Returns the code of a close frame; 1005 if it has none (RFC 6455 §7.1.5). */
    int closeCode() {
        return payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff;
    }

    String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    private static byte[] taken(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.flip().remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
