// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.HdrHistogram.Histogram;

/** Finds the stamps in a run of bytes, whatever is around them, and notes how old they are. Used by one thread. */
final class Stamps implements ClientLoop.Link {
    private final Histogram ages;
    private int matched;
    private long time;

    Stamps(Histogram ages) {
        this.ages = ages;
    }

    @Override
    public void onBytes(ByteBuffer bytes, SocketChannel from) {
        long now = System.nanoTime();
        while (bytes.hasRemaining()) {
            take(bytes.get(), now);
        }
    }

    /** Takes bytes of a pipe. */
    void onBytes(byte[] bytes, int count) {
        long now = System.nanoTime();
        for (int i = 0; i < count; i++) {
            take(bytes[i], now);
        }
    }

    private void take(byte next, long now) {
        byte[] mark = Payload.STAMP;
        if (matched < mark.length) {
            matched = next == mark[matched] ? matched + 1 : next == mark[0] ? 1 : 0;
            time = 0;
            return;
        }
        time = time * 10 + next - '0';
        matched++;
        if (matched == Payload.stampBytes()) {
            matched = 0;
            ages.recordValue(Math.max(0, now - time));
        }
    }
}
