// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** A client of {@code fairlead.v1}: acknowledges what it has read, once 32 messages have come since the last time (wire.md 2.4). */
final class Acknowledging implements ClientLoop.Link {
    private static final int MESSAGES = 32;

    private final FrameCount frames = new FrameCount();
    private final ClientLoop.Link inner;
    private long acknowledged;

    /** Creates a client that gives the bytes on. */
    Acknowledging(ClientLoop.Link inner) {
        this.inner = inner;
    }

    /** Creates a client that throws the bytes away. */
    Acknowledging() {
        this((bytes, from) -> {});
    }

    @Override
    public void onBytes(ByteBuffer bytes, SocketChannel from) throws IOException {
        int unused = frames.take(bytes.duplicate());
        inner.onBytes(bytes, from);
        if (frames.sequence() >= acknowledged + MESSAGES) {
            acknowledged = frames.sequence();
            ClientLoop.write(from, frame(acknowledged));
        }
    }

    /** Returns an acknowledgement. */
    static ByteBuffer frame(long sequence) {
        return Dial.frame(
                "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/ack\",\"params\":{\"sequence\":" + sequence + "}}");
    }
}
