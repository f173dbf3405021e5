// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final Backoff backoff = new Backoff(new Random(11));

    private void fail(int times) {
        IntStream.range(0, times).forEach(i -> backoff.next());
    }

    @Test
    void firstTriesWithinATenthOfASecond() {
        for (int seed = 0; seed < 100; seed++) {
            assertTrue(new Backoff(new Random(seed)).next().toMillis() <= 100);
        }
    }

    @Test
    void hurriesOnceWhenTheGatewayIsThereAgain() {
        fail(10);
        backoff.reached();
        assertTrue(backoff.next().toMillis() <= 800);
        fail(9);
        backoff.reached();
        assertEquals(13, backoff.attempts(), "a gateway that forgets each connection is not asked again and again");
    }

    @Test
    void waitsNoLongerThanHalfAMinute() {
        fail(50);
        IntStream.range(0, 100).forEach(i -> assertTrue(backoff.next().toSeconds() <= 30));
    }

    @Test
    void spreadsAStormOfClients() {
        long[] tenths = new long[10];
        for (int client = 0; client < 2000; client++) {
            Backoff each = new Backoff(new Random(client));
            IntStream.range(0, 4).forEach(i -> each.next());
            tenths[(int) Math.min(9, each.next().toMillis() / 160)]++;
        }
        for (long clients : tenths) {
            assertTrue(clients > 120 && clients < 280, () -> clients + " of 2000 come back in the same tenth");
        }
    }

    @Test
    void beginsAgainOnlyAfterAStableWire() {
        fail(9);
        backoff.ended(Duration.ofSeconds(29), false);
        assertEquals(9, backoff.attempts());
        backoff.ended(Duration.ofSeconds(30), false);
        assertEquals(0, backoff.attempts());
    }

    @Test
    void waitsLessThanASecondAfterAWireThatBroughtSomething() {
        fail(9);
        backoff.ended(Duration.ofMillis(200), true);
        assertTrue(backoff.next().toMillis() <= 800);
    }
}
