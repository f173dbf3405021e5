// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageLinesTest {
    @Test
    void readsLinesAndSkipsEmptyOnes() throws IOException {
        assertEquals(List.of("a", "bé\r", "c"), all(lines("a\n\n\r\nbé\r\n\nc", 10)));
    }

    @Test
    void readsWhatArrivesByteByByte() throws IOException {
        InputStream trickle = new ByteArrayInputStream("one\ntwo\n".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(1, length));
            }

            @Override
            public int read(byte[] target) {
                return read(target, 0, target.length);
            }
        };

        assertEquals(List.of("one", "two"), all(new MessageLines(trickle, 10)));
    }

    @Test
    void skipsALineThatIsTooLongAndGoesOn() throws IOException {
        MessageLines lines = lines(".".repeat(200_000) + "\nok\n0123456789\n01234567890", 10);

        AgentException refused = assertThrows(AgentException.class, lines::next);
        assertEquals(Code.TOO_LARGE, refused.code());
        assertEquals("ok", new String(lines.next(), StandardCharsets.UTF_8));
        assertEquals("0123456789", new String(lines.next(), StandardCharsets.UTF_8));
        assertThrows(AgentException.class, lines::next);
        assertNull(lines.next());
    }

    @Test
    void hasNoLineInNothing() throws IOException {
        assertNull(lines("", 10).next());
        assertNull(lines("\r\n", 10).next());
    }

    private static MessageLines lines(String text, int longest) {
        return new MessageLines(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), longest);
    }

    private static List<String> all(MessageLines lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            all.add(new String(line, StandardCharsets.UTF_8));
        }
        return all;
    }
}
