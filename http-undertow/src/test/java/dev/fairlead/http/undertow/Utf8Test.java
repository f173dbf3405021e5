// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8Test {
    /** Bytes at the edges of each rule of RFC 3629. */
    private static final int[] EDGES = {
        0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
        0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };

    @Test
    void agreesWithTheJdkOnAllEdges() {
        for (int a : EDGES) {
            for (int b : EDGES) {
                for (int c : EDGES) {
                    for (int d : EDGES) {
                        byte[] bytes = {(byte) a, (byte) b, (byte) c, (byte) d};
                        for (int length = 0; length <= 4; length++) {
                            assertAgreement(Arrays.copyOf(bytes, length));
                        }
                    }
                }
            }
        }
    }

    @Test
    void agreesWithTheJdkOnDamagedText() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] text = "Grüße, 世界, 𝄞 and plain words".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] damaged = text.clone();
            damaged[random.nextInt(text.length)] = (byte) random.nextInt();
            assertAgreement(damaged);
        }
    }

    private static void assertAgreement(byte[] bytes) {
        assertEquals(jdk(bytes), Utf8.isValid(bytes, 0), () -> Arrays.toString(bytes));
    }

    private static boolean jdk(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        return !decoder.decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length), true)
                .isError();
    }
}
