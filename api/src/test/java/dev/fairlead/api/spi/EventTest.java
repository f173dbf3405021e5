// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.Message;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventTest {
    private static final Message MESSAGE = Message.of("{\"method\":\"m\"}");

    @ParameterizedTest
    @ValueSource(longs = {1, 9, 10, 99, 100, 4711, Long.MAX_VALUE})
    void putsItsSequenceBehindWhatIsThere(long sequence) {
        Event event = new Event(sequence, null, MESSAGE);
        ByteBuffer bytes = ByteBuffer.allocate(2 + event.sequenceDigits()).put((byte) '<');
        event.putSequence(bytes);
        bytes.put((byte) '>');

        assertEquals(
                "<" + sequence + ">",
                StandardCharsets.US_ASCII.decode(bytes.flip()).toString());
    }
}
