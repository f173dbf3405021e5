// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.spi.Event;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamLogTest {
    private final StreamLog log = new StreamLog();

    private void append(long... sequences) {
        LongStream.of(sequences).forEach(sequence -> log.append(new Event(sequence, null, Rpc.note(sequence))));
    }

    private long[] kept() {
        return LongStream.range(0, log.size())
                .map(i -> log.get((int) i).sequence())
                .toArray();
    }

    @Test
    void keepsEventsInOrderWhileTheRingGrowsAndTurns() {
        for (long sequence = 1; sequence <= 100; sequence++) {
            append(sequence);
            log.deliver(sequence);
            if (sequence % 3 == 0) {
                log.removeOldest();
            }
        }
        assertEquals(67, log.size());
        assertEquals(33, log.forgotten());
        long expected = 34;
        for (long sequence : kept()) {
            assertEquals(expected++, sequence);
        }
    }

    @Test
    void findsTheFirstEventBehindAnyCursor() {
        append(3, 5, 6, 10);
        assertEquals(0, log.indexAfter(0));
        assertEquals(0, log.indexAfter(2));
        assertEquals(1, log.indexAfter(3));
        assertEquals(1, log.indexAfter(4));
        assertEquals(3, log.indexAfter(9));
        assertEquals(4, log.indexAfter(10));
        assertEquals(4, log.indexAfter(Long.MAX_VALUE));
    }

    @Test
    void countsEachEventAsDeliveredOnce() {
        append(1, 2, 3);
        int size = Rpc.note(1).size();
        assertEquals(2L * size, log.deliver(2));
        assertEquals(1, log.undelivered());
        assertEquals(0, log.deliver(2));
        assertEquals(size, log.deliver(99));
        assertEquals(0, log.undelivered());
    }

    @Test
    void removesDeliveredBeforeUndelivered() {
        append(1, 2, 3);
        log.deliver(1);
        assertTrue(log.hasDelivered());
        assertEquals(1, log.removeOldest().sequence());
        assertFalse(log.hasDelivered());
        assertEquals(2, log.undelivered());
    }

    @Test
    void remembersWhatItForgotWhenItIsEmpty() {
        append(7);
        log.deliver(7);
        log.removeOldest();
        assertEquals(0, log.size());
        assertEquals(7, log.forgotten());
        assertThrows(IndexOutOfBoundsException.class, () -> log.get(0));
        append(9);
        assertEquals(9, log.get(0).sequence());
    }
}
