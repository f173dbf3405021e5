// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.nio.ByteBuffer;

/**
 * Counts the numbered frames (wire.md 2.4) that are whole, by their headers (RFC 6455 §5.2, from a server), and reads their numbers. Used
 * by one thread.
 */
final class FrameCount {
    private final byte[] header = new byte[10];
    private int headerBytes;
    private long payload;
    private boolean inNumber;
    private long number;
    private long sequence;

    /** Takes all of the bytes; returns how many numbered frames ended in them. */
    int take(ByteBuffer bytes) {
        int frames = 0;
        while (bytes.hasRemaining()) {
            if (payload > 0) {
                frames += takePayload(bytes) ? 1 : 0;
                continue;
            }
            header[headerBytes++] = bytes.get();
            if (headerBytes >= 2 && headerBytes == headerLength()) {
                payload = length();
                headerBytes = 0;
                inNumber = true;
                number = 0;
            }
        }
        return frames;
    }

    /** Returns the number of the last numbered frame that is whole, 0 if there was none. */
    long sequence() {
        return sequence;
    }

    private boolean takePayload(ByteBuffer bytes) {
        if (inNumber) {
            byte next = bytes.get();
            payload--;
            inNumber = next >= '0' && next <= '9';
            number = inNumber ? number * 10 + next - '0' : number;
        } else {
            int count = (int) Math.min(payload, bytes.remaining());
            bytes.position(bytes.position() + count);
            payload -= count;
        }
        if (payload > 0 || number == 0) {
            return false;
        }
        sequence = number;
        return true;
    }

    private int headerLength() {
        return header[1] == 127 ? 10 : header[1] == 126 ? 4 : 2;
    }

    private long length() {
        ByteBuffer wrapped = ByteBuffer.wrap(header);
        return header[1] == 127 ? wrapped.getLong(2) : header[1] == 126 ? wrapped.getShort(2) & 0xFFFF : header[1];
    }
}
