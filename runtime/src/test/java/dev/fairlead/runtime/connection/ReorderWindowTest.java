// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.WireListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReorderWindowTest {
    private static final int MOST_BYTES = 1000;

    private final ReorderWindow window = new ReorderWindow(8, MOST_BYTES);

    private List<Long> takeHeld() {
        List<Long> taken = new ArrayList<>();
        for (Message next = window.next(); next != null; next = window.next()) {
            long sequence = window.received() + 1;
            window.accept(sequence);
            taken.add(sequence);
        }
        return taken;
    }

    private static Code refused(Runnable attempt) {
        return assertThrows(AgentException.class, attempt::run).code();
    }

    @Test
    void beginsWithOne() {
        assertEquals(0, window.received());
        assertTrue(window.isNext(1));
        assertFalse(window.isNext(2));
    }

    @Test
    void holdsWhatIsAheadUntilItsTurn() {
        Message second = Rpc.note(2);
        window.hold(2, second);
        assertNull(window.next());
        window.accept(1);
        assertSame(second, window.next());
        window.accept(2);
        assertNull(window.next());
        assertEquals(2, window.received());
        assertEquals(0, window.held());
        assertEquals(0, window.heldBytes());
    }

    @Test
    void knowsWhatCameBefore() {
        window.accept(1);
        window.hold(3, Rpc.note(3));
        assertTrue(window.isDuplicate(1));
        assertFalse(window.isDuplicate(2));
        assertTrue(window.isDuplicate(3));
    }

    @Test
    void whatHasNoNumberPassesThrough() {
        long none = WireListener.UNNUMBERED;
        assertFalse(window.isDuplicate(none));
        assertTrue(window.isNext(none));
        window.accept(none);
        window.skip(none);
        assertNull(window.next());
        assertEquals(0, window.received());
    }

    @Test
    void isBoundedInNumberAndBytes() {
        assertEquals(Code.LIMIT_REACHED, refused(() -> window.hold(9, Rpc.note(9))));
        window.hold(8, Rpc.sized(600));
        assertEquals(Code.LIMIT_REACHED, refused(() -> window.hold(7, Rpc.sized(401))));
        window.hold(7, Rpc.sized(400));
        assertEquals(2, window.held());
        assertEquals(1000, window.heldBytes());
    }

    @Test
    void aSkippedNumberIsUsedInItsTurnOnly() {
        window.skip(2);
        assertTrue(window.isDuplicate(2));
        assertNull(window.next());
        assertEquals(0, window.received());
        window.hold(3, Rpc.note(3));
        window.accept(1);
        assertEquals(List.of(3L), takeHeld());
        assertEquals(3, window.received());
        window.skip(4);
        assertNull(window.next());
        assertEquals(4, window.received());
    }

    @Test
    void skippingTooFarAheadOrTwiceDoesNothing() {
        assertFalse(window.skip(9));
        assertFalse(window.isDuplicate(9));
        window.hold(2, Rpc.note(2));
        assertTrue(window.skip(2));
        window.accept(1);
        assertEquals(List.of(2L), takeHeld());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anyOrderWithinTheWindowComesOutInOrderAndOnce(long seed) {
        Random random = new Random(seed);
        List<Long> out = new ArrayList<>();
        long next = 1;
        while (next <= 400) {
            List<Long> burst =
                    new ArrayList<>(LongStream.range(next, next + 8).boxed().toList());
            burst.addAll(burst.subList(0, 4));
            Collections.shuffle(burst, random);
            for (long sequence : burst) {
                if (window.isDuplicate(sequence)) {
                    continue;
                }
                if (window.isNext(sequence)) {
                    window.accept(sequence);
                    out.add(sequence);
                } else {
                    window.hold(sequence, Rpc.note(sequence));
                }
                out.addAll(takeHeld());
            }
            next += 8;
        }
        assertEquals(LongStream.rangeClosed(1, 400).boxed().toList(), out);
        assertEquals(0, window.held());
    }
}
