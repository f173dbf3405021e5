// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.nio.ByteBuffer;

/** The bytes of batches, as cheap as they can be made: only the sequences differ from one batch to the next. Used by one thread. */
final class BareBatch {
    /** As many events as a batch of Fairlead has at most. */
    static final int EVENTS = 256;

    private static final int DIGITS = 7;
    private static final long FIRST = 1_000_000;

    private final byte[] before;
    private final byte[] after;
    private final ByteBuffer bytes;
    private long sequence = FIRST;

    private BareBatch(byte[] before, byte[] after) {
        this.before = before;
        this.after = after;
        this.bytes = ByteBuffer.allocateDirect(EVENTS * (before.length + DIGITS + after.length));
    }

    /** Returns a maker of server-sent events. */
    static BareBatch events(byte[] message) {
        return new BareBatch(
                Payload.ascii("id: "), Payload.joined(Payload.ascii("\ndata: "), message, Payload.ascii("\n\n")));
    }

    /** Returns a maker of WebSocket frames (RFC 6455 §5.2), for messages of 118 bytes and more. */
    static BareBatch frames(byte[] message) {
        int length = DIGITS + 1 + message.length;
        byte[] header = {(byte) 0x81, 126, (byte) (length >> 8), (byte) length};
        return new BareBatch(header, Payload.joined(Payload.ascii(" "), message));
    }

    /** Returns the next batch; the one before is overwritten. */
    ByteBuffer next() {
        bytes.clear();
        for (int i = 0; i < EVENTS; i++) {
            bytes.put(before);
            number(sequence++);
            bytes.put(after);
        }
        return bytes.flip();
    }

    private void number(long number) {
        int at = bytes.position() + DIGITS;
        long rest = number;
        for (int i = 1; i <= DIGITS; i++) {
            bytes.put(at - i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        bytes.position(at);
    }
}
