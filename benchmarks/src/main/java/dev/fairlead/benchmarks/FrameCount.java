// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.nio.ByteBuffer;

/** Counts the frames that are whole, by their headers (RFC 6455 §5.2, from a server). Used by one thread. */
final class FrameCount {
    private final byte[] header = new byte[10];
    private int headerBytes;
    private long payload;

    /** Takes all of the bytes; returns how many frames ended in them. */
    int take(ByteBuffer bytes) {
        int frames = 0;
        while (bytes.hasRemaining()) {
            if (payload > 0) {
                int count = (int) Math.min(payload, bytes.remaining());
                bytes.position(bytes.position() + count);
                payload -= count;
                frames += payload == 0 ? 1 : 0;
                continue;
            }
            header[headerBytes++] = bytes.get();
            if (headerBytes >= 2 && headerBytes == headerLength()) {
                payload = length();
                headerBytes = 0;
                frames += payload == 0 ? 1 : 0;
            }
        }
        return frames;
    }

    private int headerLength() {
        return header[1] == 127 ? 10 : header[1] == 126 ? 4 : 2;
    }

    private long length() {
        ByteBuffer wrapped = ByteBuffer.wrap(header);
        return header[1] == 127 ? wrapped.getLong(2) : header[1] == 126 ? wrapped.getShort(2) & 0xFFFF : header[1];
    }
}
