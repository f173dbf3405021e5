// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void theSidesAlternateAndSoDoesWhoIsFirst() throws Exception {
        List<String> order = new ArrayList<>();
        var unused = new Rounds(0, 2, 0, 1).compare(side(order, "A", 1, 1), side(order, "B", 1, 1));
        assertEquals(List.of("A", "B", "B", "A"), order);
    }

    @Test
    void theRatioIsTheMedianOfTheRatiosOfTheRoundsNotOfTheMedians() throws Exception {
        Rounds.Outcome outcome = new Rounds(0, 3, 0, 1)
                .compare(side(new ArrayList<>(), "A", 10, 40, 90), side(new ArrayList<>(), "B", 10, 20, 100))
                .get(0);
        assertEquals(1, outcome.ratio().median());
        assertEquals(40, outcome.ours().median());
        assertEquals(20, outcome.theirs().median());
        assertEquals(0, outcome.excess().median());
    }

    @Test
    void warmUpsDoNotCount() throws Exception {
        Rounds.Outcome outcome = new Rounds(2, 1, 0, 1)
                .compare(side(new ArrayList<>(), "A", 99, 98, 2), side(new ArrayList<>(), "B", 1, 1, 1))
                .get(0);
        assertEquals(2, outcome.ratio().median());
    }

    private static Rounds.Side side(List<String> order, String name, double... figures) {
        Iterator<double[]> next = List.of(figures).stream()
                .flatMap(all -> java.util.Arrays.stream(all).mapToObj(figure -> new double[] {figure}))
                .iterator();
        return rounds -> {
            order.add(name);
            return next.next();
        };
    }
}
