// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StreamsTest {
    private static final Streams A = Streams.session("a");
    private static final Streams B = Streams.session("b");

    @Test
    void includeTheirOwnMessagesAlone() {
        assertTrue(A.include("a"));
        assertFalse(A.include("b"));
        assertFalse(A.include(null));
        assertTrue(Streams.CONNECTION.include(null));
        assertFalse(Streams.CONNECTION.include("a"));
        assertTrue(Streams.ALL.include(null));
        assertTrue(Streams.ALL.include("a"));
    }

    @Test
    void overlapWhereAStreamIsAmongBoth() {
        Streams[] all = {Streams.ALL, Streams.CONNECTION, A, B};
        boolean[][] expected = {
            {true, true, true, true},
            {true, true, false, false},
            {true, false, true, false},
            {true, false, false, true}
        };
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < all.length; j++) {
                assertEquals(expected[i][j], all[i].overlap(all[j]), all[i] + " and " + all[j]);
            }
        }
    }
}
