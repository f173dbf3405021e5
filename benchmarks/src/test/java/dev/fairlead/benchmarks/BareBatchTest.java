// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BareBatchTest {
    @Test
    void theSequencesRiseFromBatchToBatch() {
        BareBatch batches = BareBatch.events(Payload.ascii("{}"));
        String first = StandardCharsets.US_ASCII.decode(batches.next()).toString();
        String second = StandardCharsets.US_ASCII.decode(batches.next()).toString();
        assertTrue(first.startsWith("id: 1000000\ndata: {}\n\nid: 1000001\ndata: {}\n\n"), first);
        assertTrue(second.startsWith("id: 1000256\n"), second);
    }

    @Test
    void aBatchIsAsLargeAsFairleadsOwn() {
        assertEquals(256 * 212, BareBatch.frames(Payload.update(200)).next().remaining());
    }
}
