// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class DemoHistoryTest {
    private final DemoHistory history = new DemoHistory();

    @Test
    void replaysEverythingInOrder() {
        history.add("a");
        history.add("b");

        assertEquals(List.of("a", "b"), history.replay());
    }

    @Test
    void forgetsTheOldestAndSaysSo() {
        for (int i = 0; i < 1000; i++) {
            history.add(i + ".".repeat(1000));
        }

        List<String> replay = history.replay();
        assertEquals(DemoHistory.FORGOTTEN, replay.get(0));
        assertTrue(replay.get(replay.size() - 1).startsWith("999."));
        assertTrue(replay.stream().skip(1).mapToInt(String::length).sum() <= DemoHistory.LIMIT);
        assertTrue(replay.size() > 100);
    }

    @Test
    void doesNotKeepWhatIsLargerThanAll() {
        history.add(".".repeat(DemoHistory.LIMIT + 1));

        assertEquals(List.of(DemoHistory.FORGOTTEN), history.replay());
    }
}
