// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FrameCountTest {
    private static final int FRAMES = BareBatch.EVENTS;

    @Test
    void countsTheFramesOfABatchHoweverItIsCut() {
        for (int part : new int[] {1, 3, 212, 1000}) {
            assertEquals(FRAMES, count(BareBatch.frames(Payload.update(200)).next(), part), "in parts of " + part);
        }
    }

    @Test
    void controlFramesDoNotCount() {
        ByteBuffer small =
                ByteBuffer.wrap(new byte[] {(byte) 0x8A, 0, (byte) 0x81, 2, '{', '}', (byte) 0x81, 2, '7', ' '});
        assertEquals(1, count(small, 1));
    }

    @Test
    void readsTheNumberOfTheLastWholeFrameThatHasOne() {
        FrameCount count = new FrameCount();
        ByteBuffer batch = BareBatch.frames(Payload.update(200)).next();
        int unused = count.take(batch.limit(batch.limit() - 1)) + count.take(ByteBuffer.wrap(new byte[0]));
        assertEquals(1_000_000 + FRAMES - 2, count.sequence());
        unused = count.take(ByteBuffer.wrap(new byte[] {'}', (byte) 0x81, 2, '{', '}'}));
        assertEquals(1_000_000 + FRAMES - 1, count.sequence());
    }

    private static int count(ByteBuffer bytes, int part) {
        FrameCount count = new FrameCount();
        int frames = 0;
        int end = bytes.limit();
        while (bytes.position() < end) {
            bytes.limit(Math.min(end, bytes.position() + part));
            frames += count.take(bytes);
        }
        return frames;
    }
}
