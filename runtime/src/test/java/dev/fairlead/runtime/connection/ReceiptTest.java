// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When the peer of a wire learns what has been accepted of it (wire.md 2.4). */
class ReceiptTest {
    private final Rig rig = Rig.live();
    private final FakeWire wire = rig.attach("a", Streams.ALL, null);

    private void send(long sequence, Message message) {
        wire.listener().onMessage(sequence, message.text().getBytes(StandardCharsets.UTF_8));
        rig.pump();
    }

    private List<Notice> receipts() {
        return wire.notices.stream()
                .filter(Notice.Acknowledged.class::isInstance)
                .toList();
    }

    @Test
    void comesAtOnceAfterThirtyTwoMessages() {
        for (int n = 1; n <= 31; n++) {
            send(n, Rpc.note(n));
        }
        assertEquals(List.of(), receipts());
        send(32, Rpc.note(32));
        assertEquals(List.of(new Notice.Acknowledged(32)), receipts());
    }

    @Test
    void comesAtOnceAfterSixtyFourKibibytes() {
        send(1, Message.of("{\"method\":\"x\",\"params\":\"" + "y".repeat(64 << 10) + "\"}"));
        assertEquals(List.of(new Notice.Acknowledged(1)), receipts());
    }

    @Test
    void comesAQuarterOfASecondAfterTheFirstMessage() {
        send(1, Rpc.note(1));
        rig.advance(Duration.ofMillis(200));
        send(2, Rpc.note(2));
        assertEquals(List.of(), receipts());
        rig.advance(Duration.ofMillis(50));
        assertEquals(List.of(new Notice.Acknowledged(2)), receipts());
        rig.advance(Duration.ofSeconds(2));
        assertEquals(1, receipts().size());
    }

    @Test
    void saysUpToWhereThereIsNoHole() {
        send(1, Rpc.note(1));
        send(3, Rpc.note(3));
        rig.advance(Duration.ofMillis(250));
        assertEquals(List.of(new Notice.Acknowledged(1)), receipts());
    }

    @Test
    void isNotOwedForMessagesWithoutANumber() {
        send(0, Rpc.note(1));
        rig.advance(Duration.ofSeconds(1));
        assertEquals(List.of(), receipts());
    }
}
