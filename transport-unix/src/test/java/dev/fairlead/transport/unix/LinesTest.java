// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.unix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {
    private final Lines lines = new Lines(10);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void linesAreTheSameHoweverTheBytesCome(int piece) {
        byte[] all = "one\ntwo\r\n\n\r\nthr\ree\n0123456789\r\nü\n".getBytes(UTF_8);
        List<String> heard = new ArrayList<>();
        for (int from = 0; from < all.length; from += piece) {
            lines.add(ByteBuffer.wrap(all, from, Math.min(piece, all.length - from)));
            heard.addAll(take());
            assertFalse(lines.isTooLong());
        }
        assertEquals(List.of("one", "two", "thr\ree", "0123456789", "ü"), heard);
    }

    @Test
    void aLineThatIsTooLongShowsBeforeItsEnd() {
        lines.add(ByteBuffer.wrap("0123456789\r".getBytes(UTF_8)));
        assertEquals(List.of(), take());
        assertFalse(lines.isTooLong());
        lines.add(ByteBuffer.wrap("x".getBytes(UTF_8)));
        assertEquals(List.of(), take());
        assertTrue(lines.isTooLong());
    }

    private List<String> take() {
        List<String> taken = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            taken.add(new String(line, UTF_8));
        }
        return taken;
    }
}
