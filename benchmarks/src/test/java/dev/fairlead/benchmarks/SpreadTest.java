// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void takesTheMiddleAndTheQuartilesWhateverTheOrder() {
        assertEquals(new Spread(2, 3, 4), Spread.of(5, 1, 4, 2, 3));
    }

    @Test
    void oneRoundIsItsOwnSpread() {
        assertEquals(new Spread(7, 7, 7), Spread.of(7));
    }

    @Test
    void isWrittenWithItsQuartiles() {
        assertEquals("3.0 (2.0–4.0)", new Spread(2, 3, 4).text("%.1f"));
    }
}
