// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class FigureTest {
    @Test
    void aRateMeetsItsTargetFromBelow() {
        assertTrue(rates(60).met());
        assertFalse(rates(59).met());
    }

    @Test
    void aCostMeetsItsTargetFromAbove() {
        assertTrue(Figure.atMost("heap", "", "", Spread.of(8), 8, " KB").met());
        assertFalse(Figure.atMost("heap", "", "", Spread.of(8.1), 8, " KB").met());
    }

    @Test
    void aMissedTargetIsALineThatSaysSo() {
        assertEquals(
                "| way down | 0.1 k/s | bare 0.1 k/s | 0.59 (0.59–0.59) | ≥ 0.6 | **missed** |",
                rates(59).toString());
    }

    @Test
    void whatHasNoTargetHasNoVerdict() {
        Spread both = Spread.of(100);
        Rounds.Outcome outcome = new Rounds.Outcome(both, both, Spread.of(0.5), Spread.of(-50));

        assertEquals(
                "| relay | 0.1 k/s | bare 0.1 k/s | 0.50 (0.50–0.50) | | |",
                Figure.ofRates("relay", outcome, "bare").toString());
    }

    private static Figure rates(double ours) {
        Spread both = Spread.of(100);
        Rounds.Outcome outcome = new Rounds.Outcome(both, both, Spread.of(ours / 100), Spread.of(ours - 100));
        return Figure.ofRates("way down", outcome, "bare", 0.6);
    }
}
