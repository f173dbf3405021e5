// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes messages of the bytes that a WebSocket client sends (RFC 6455 §5), however they are cut. Binary messages are skipped.
 *
 * <p>It holds at most one message, which grows with the bytes that came. After a fault by size or by encoding it can go on, and so
 * still finds the peer's close frame. Used by one thread at a time.
 */
final class FrameReader {
    private static final int CONTINUATION = 0x0;
    private static final int BINARY = 0x2;
    private static final int LONGEST_HEADER = 14;
    private static final int FIRST_BYTES = 16 * 1024;
    private static final byte[] NOTHING = {};

    private final int maxBytes;
    private final ByteBuffer header = ByteBuffer.allocate(LONGEST_HEADER);
    private final byte[] control = new byte[Frame.MAX_CONTROL];
    private int controlSize;

    private boolean inPayload;
    private boolean isFinal;
    private int opcode;
    private long left;
    private int mask;
    private int masked;

    private boolean inMessage;
    private boolean skipped;
    private boolean deaf;
    private byte[] message = NOTHING;
    private int size;

    FrameReader(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes bytes up to the end of the next text message or control frame.
     *
     * @return it, or null if all bytes were taken and more are needed
     */
    @Nullable Frame next(ByteBuffer in) throws WebSocketFault {
        while (inPayload || readHeader(in)) {
            readPayload(in);
            if (left > 0) {
                return null;
            }
            inPayload = false;
            Frame frame = isControl() ? controlFrame() : isFinal ? endOfMessage() : null;
            if (frame != null) {
                return frame;
            }
        }
        return null;
    }

    /** Skips text, too, from now on. */
    void skipText() {
        deaf = true;
        skip();
    }

    private boolean readHeader(ByteBuffer in) throws WebSocketFault {
        while (in.hasRemaining()) {
            header.put(in.get());
            if (header.position() == headerLength()) {
                try {
                    header.flip();
                    parseHeader();
                } finally {
                    header.clear();
                }
                return true;
            }
        }
        return false;
    }

    private int headerLength() {
        if (header.position() < 2) {
            return 2;
        }
        int length = header.get(1) & 0x7F;
        int extended = length < 126 ? 0 : length == 126 ? 2 : 8;
        return 2 + extended + (header.get(1) < 0 ? 4 : 0);
    }

    private void parseHeader() throws WebSocketFault {
        int first = header.get();
        int second = header.get();
        int length = second & 0x7F;
        left = length < 126 ? length : length == 126 ? header.getShort() & 0xFFFF : header.getLong();
        isFinal = first < 0;
        opcode = first & 0x0F;
        require((first & 0x70) == 0, "A reserved bit is set.");
        require(opcode <= BINARY || (isControl() && opcode <= Frame.Kind.PONG.opcode()), "An opcode is unknown.");
        require(second < 0, "A frame is not masked.");
        require(left >= 0, "A frame has a negative length.");
        mask = header.getInt();
        masked = 0;
        inPayload = true;
        if (isControl()) {
            require(isFinal && left <= Frame.MAX_CONTROL, "A control frame is fragmented or too long.");
            controlSize = 0;
        } else {
            beginData();
        }
    }

    private void beginData() throws WebSocketFault {
        if (opcode == CONTINUATION) {
            require(inMessage, "A continuation continues nothing.");
        } else {
            require(!inMessage, "A message begins inside another.");
            inMessage = true;
            skipped = deaf || opcode == BINARY;
            size = 0;
        }
        if (!skipped && left > maxBytes - size) {
            skip();
            throw new WebSocketFault(WebSocketFault.TOO_LARGE, "A message is larger than " + maxBytes + " bytes.");
        }
    }

    private void skip() {
        skipped = true;
        message = NOTHING;
        size = 0;
    }

    private void readPayload(ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        left -= count;
        if (isControl()) {
            unmask(in, control, controlSize, count);
            controlSize += count;
        } else if (skipped) {
            in.position(in.position() + count);
        } else {
            reserve(size + count);
            unmask(in, message, size, count);
            size += count;
        }
    }

    private void reserve(int needed) {
        if (needed > message.length) {
            long announced = Math.min(needed + left, FIRST_BYTES);
            long capacity = Math.max(needed, Math.max(announced, message.length * 2L));
            message = Arrays.copyOf(message, (int) Math.min(maxBytes, capacity));
        }
    }

    private void unmask(ByteBuffer in, byte[] out, int at, int count) {
        for (int i = 0; i < count; i++) {
            out[at + i] = (byte) (in.get() ^ (mask >>> (24 - 8 * (masked++ & 3))));
        }
    }

    private @Nullable Frame endOfMessage() throws WebSocketFault {
        inMessage = false;
        if (skipped) {
            return null;
        }
        byte[] text = size == message.length ? message : Arrays.copyOf(message, size);
        message = NOTHING;
        size = 0;
        if (!Utf8.isValid(text, 0)) {
            throw new WebSocketFault(WebSocketFault.NOT_UTF8, "A text message is not UTF-8.");
        }
        return new Frame(Frame.Kind.TEXT, text);
    }

    private Frame controlFrame() throws WebSocketFault {
        byte[] payload = Arrays.copyOf(control, controlSize);
        if (opcode == Frame.Kind.PING.opcode()) {
            return new Frame(Frame.Kind.PING, payload);
        }
        if (opcode == Frame.Kind.PONG.opcode()) {
            return new Frame(Frame.Kind.PONG, payload);
        }
        Frame close = new Frame(Frame.Kind.CLOSE, payload);
        require(
                payload.length == 0 || (payload.length > 1 && mayBeSent(close.closeCode())),
                "A close code is invalid.");
        if (!Utf8.isValid(payload, Math.min(2, payload.length))) {
            throw new WebSocketFault(WebSocketFault.NOT_UTF8, "A close reason is not UTF-8.");
        }
        return close;
    }

    /** Returns whether a close frame may carry that code (RFC 6455 §7.4, and the registry that it founds). */
    private static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }

    private boolean isControl() {
        return opcode >= Frame.Kind.CLOSE.opcode();
    }

    private static void require(boolean condition, String otherwise) throws WebSocketFault {
        if (!condition) {
            throw new WebSocketFault(WebSocketFault.PROTOCOL, otherwise);
        }
    }
}
