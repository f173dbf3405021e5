// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import io.undertow.connector.ByteBufferPool;
import io.undertow.connector.PooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.xnio.conduits.ConduitStreamSinkChannel;

/**
 * Bytes on their way to a socket, in up to {@value #MOST} buffers of the pool that leave in one write. Filled and emptied in turns, by
 * the socket's thread alone.
 */
final class GatheredBytes {
    /** As many as a thread of the engine has at hand: 64 KiB. */
    private static final int MOST = 4;

    private final ByteBufferPool pool;
    private final PooledByteBuffer[] pooled = new PooledByteBuffer[MOST];
    private final ByteBuffer[] buffers = new ByteBuffer[MOST];
    private int count;

    /** Whether they are being emptied, and the first one that the socket has not taken yet. */
    private boolean emptying;

    private int first;

    GatheredBytes(ByteBufferPool pool) {
        this.pool = pool;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /** Takes bytes as far as there is room for them; returns whether it took them all. */
    boolean take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (count > 0 && buffers[count - 1].hasRemaining()) {
                move(bytes, buffers[count - 1]);
            } else if (count < MOST) {
                pooled[count] = pool.allocate();
                buffers[count] = pooled[count].getBuffer();
                count++;
            } else {
                return false;
            }
        }
        return true;
    }

    /** Writes what there is. Returns whether the socket took it all; then it is empty, and may be filled again. */
    boolean writeTo(ConduitStreamSinkChannel sink) throws IOException {
        if (!emptying) {
            emptying = true;
            for (int i = 0; i < count; i++) {
                buffers[i].flip();
            }
        }
        while (first < count) {
            if (sink.write(buffers, first, count - first) == 0) {
                return false;
            }
            while (first < count && !buffers[first].hasRemaining()) {
                first++;
            }
        }
        release();
        return true;
    }

    /** Gives the buffers back, with whatever is in them. */
    void release() {
        for (int i = 0; i < count; i++) {
            pooled[i].close();
        }
        count = 0;
        first = 0;
        emptying = false;
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int count = Math.min(from.remaining(), to.remaining());
        int limit = from.limit();
        to.put(from.limit(from.position() + count));
        from.limit(limit);
    }
}
