// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyBacklogTest {
    private static final int WHOLE = Integer.MAX_VALUE;

    private final ProxyBacklog backlog = new ProxyBacklog();
    private final Channel channel = new Channel();

    @Test
    void writesWhatIsDueAndNothingElse() throws IOException {
        add("now", 10);
        add("later", 20);
        assertFalse(backlog.writeTo(channel, 10, WHOLE));
        assertEquals(List.of("now"), channel.writes);
        assertEquals(20, backlog.due());
    }

    @Test
    void bytesNeverOvertakeEarlierOnes() throws IOException {
        add("slow", 20);
        add("fast", 10);
        assertFalse(backlog.writeTo(channel, 15, WHOLE));
        assertFalse(backlog.writeTo(channel, 20, WHOLE));
        assertEquals(List.of("slow", "fast"), channel.writes);
    }

    @Test
    void eachPieceIsAWriteOfItsOwn() throws IOException {
        add("abc", 0);
        assertTrue(backlog.writeTo(channel, 0, 1));
        assertTrue(backlog.writeTo(channel, 0, 1));
        assertFalse(backlog.writeTo(channel, 0, 1));
        assertEquals(List.of("a", "b", "c"), channel.writes);
    }

    @Test
    void keepsWhatAFullChannelDoesNotTake() throws IOException {
        channel.room = 2;
        add("abc", 0);
        assertTrue(backlog.writeTo(channel, 0, WHOLE));
        channel.room = 9;
        assertFalse(backlog.writeTo(channel, 0, WHOLE));
        assertEquals(List.of("ab", "c"), channel.writes);
        assertTrue(backlog.isEmpty());
    }

    @Test
    void hasRoomForABoundedNumberOfBytes() throws IOException {
        int room = backlog.room();
        backlog.add(ByteBuffer.allocate(room), 0);
        assertEquals(0, backlog.room());
        channel.room = 100;
        backlog.writeTo(channel, 0, WHOLE);
        assertEquals(100, backlog.room());
        backlog.clear();
        assertEquals(room, backlog.room());
    }

    private void add(String text, long due) {
        backlog.add(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), due);
    }

    /** Takes so many bytes and remembers each write. */
    private static final class Channel implements WritableByteChannel {
        private final List<String> writes = new ArrayList<>();
        private int room = 9;

        @Override
        public int write(ByteBuffer bytes) {
            byte[] taken = new byte[Math.min(room, bytes.remaining())];
            room -= taken.length;
            bytes.get(taken);
            writes.add(new String(taken, StandardCharsets.US_ASCII));
            return taken.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
