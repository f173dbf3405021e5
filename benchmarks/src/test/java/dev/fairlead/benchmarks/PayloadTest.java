// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void anUpdateIsAMessageOfJustThatSize() {
        Message update = Message.read(Payload.update(200), MessageLimits.STANDARD);
        assertEquals(200, update.size());
        assertEquals("session/update", update.envelope().method());
        assertEquals("s1", update.envelope().sessionId());
    }

    @Test
    void soIsAStampedOne() {
        assertEquals(
                200, Message.read(Payload.stamped(), MessageLimits.STANDARD).size());
    }
}
