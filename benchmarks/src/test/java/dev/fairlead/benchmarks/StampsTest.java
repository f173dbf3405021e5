// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class StampsTest {
    private final Histogram ages = new Histogram(3);
    private final Stamps stamps = new Stamps(ages);

    @Test
    void notesTheAgeOfEachStampedMessage() {
        long before = System.nanoTime();
        byte[] two = Payload.joined(Payload.stamped(), Payload.update(200), Payload.stamped());
        stamps.onBytes(two, two.length);
        assertEquals(2, ages.getTotalCount());
        assertTrue(ages.getMaxValue() <= System.nanoTime() - before + TimeUnit.MILLISECONDS.toNanos(1));
    }

    @Test
    void aStampMayBeCutAnywhere() {
        for (byte next : Payload.stamped()) {
            stamps.onBytes(new byte[] {next}, 1);
        }
        assertEquals(1, ages.getTotalCount());
    }
}
