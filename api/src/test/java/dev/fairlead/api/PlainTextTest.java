// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    private static final int SEVERAL_WORDS = 27;

    @Test
    void endsAtAnyByteThatIsNotPlainWhereverItStands() {
        for (int length = 0; length <= SEVERAL_WORDS; length++) {
            for (int place = 0; place < length; place++) {
                for (int b = 0; b < 256; b++) {
                    byte[] text = new byte[length];
                    Arrays.fill(text, (byte) 'x');
                    text[place] = (byte) b;
                    assertEquals(isPlain(text[place]) ? length : place, PlainText.end(text, 0), "byte " + b);
                }
            }
        }
    }

    @Test
    void endsAtTheFirstOfSeveral() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] candidates = {0, 0x1f, ' ', '!', '"', '#', '[', '\\', ']', 0x7f, (byte) 0x80, (byte) 0xff, 'x'};
        for (int round = 0; round < 100_000; round++) {
            byte[] text = new byte[random.nextInt(SEVERAL_WORDS)];
            for (int i = 0; i < text.length; i++) {
                text[i] = candidates[random.nextInt(candidates.length)];
            }
            int from = random.nextInt(text.length + 1);
            int end = from;
            while (end < text.length && isPlain(text[end])) {
                end++;
            }
            assertEquals(end, PlainText.end(text, from), () -> "seed " + seed + ": " + Arrays.toString(text));
        }
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' && b != '"' && b != '\\';
    }
}
