// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrikeTest {
    @Test
    void sameNumbersMakeTheSameStrike() {
        assertEquals(strikes(27), strikes(27));
    }

    @Test
    void anotherSeedMakesOthers() {
        assertTrue(!strikes(27).equals(strikes(28)));
    }

    @Test
    void endsInBothWaysAtOnceAndAfterSomeBytes() {
        Set<LinkEnd> ends = new HashSet<>();
        Set<Boolean> atOnce = new HashSet<>();
        for (Strike strike : strikes(27)) {
            ends.add(strike.end());
            atOnce.add(strike.bytes() == 0);
        }
        assertEquals(Set.of(LinkEnd.FIN, LinkEnd.RESET), ends);
        assertEquals(Set.of(true, false), atOnce);
    }

    private static List<Strike> strikes(long seed) {
        return IntStream.range(0, 100)
                .mapToObj(i -> Strike.of(seed, i / 10, i % 10))
                .toList();
    }
}
