// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private final Patience patience = new Patience(Duration.ofSeconds(25));

    private static Duration seconds(int count) {
        return Duration.ofSeconds(count);
    }

    @Test
    void beginsWithTheMost() {
        assertEquals(seconds(25), patience.time());
    }

    @Test
    void waitsHalfAsLongAsWhatWasCut() {
        assertTrue(patience.cut(seconds(10)));
        assertEquals(seconds(5), patience.time());
        assertTrue(patience.cut(seconds(30)));
        assertEquals(Duration.ofMillis(2500), patience.time());
    }

    @Test
    void aPollThatIsCutAtOnceIsNoMatterOfPatience() {
        assertFalse(patience.cut(Duration.ofMillis(999)));
        assertEquals(seconds(25), patience.time());
    }

    @Test
    void waitsASecondAtLeastAndThenHasNoAdvice() {
        assertTrue(patience.cut(Duration.ofMillis(1100)));
        assertEquals(seconds(1), patience.time());
        assertFalse(patience.cut(seconds(1)));
    }

    @Test
    void waitsSlowlyLongerWhileNoneIsCut() {
        patience.cut(seconds(16));
        for (int i = 0; i < 19; i++) {
            patience.served();
        }
        assertEquals(seconds(8), patience.time());
        patience.served();
        assertEquals(seconds(10), patience.time());
    }

    @Test
    void neverWaitsLongerThanTheMost() {
        for (int i = 0; i < 100; i++) {
            patience.served();
        }
        assertEquals(seconds(25), patience.time());
    }
}
