// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.fairlead.api.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class GuardedListenerTest {
    private final List<String> heard = new ArrayList<>();
    private final CompletableFuture<Void> stage = new CompletableFuture<>();
    private Runnable duringMessage = () -> {};
    private final GuardedListener guard = new GuardedListener(new WireListener() {
        @Override
        public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
            heard.add("message " + sequence);
            duringMessage.run();
            heard.add("returns");
            return stage;
        }

        @Override
        public void onAcknowledged(long sequence) {
            heard.add("acknowledged " + sequence);
        }

        @Override
        public void onNotice(Notice notice) {
            heard.add(notice.name());
        }

        @Override
        public void onAlive() {
            heard.add("alive");
        }

        @Override
        public void onClosed(CloseReason reason) {
            heard.add(reason.code().text());
        }
    });

    @Test
    void passesEverythingOnAsItIs() {
        assertSame(stage, guard.onMessage(7, new byte[0]));
        guard.onAcknowledged(3);
        guard.onNotice(new Notice.CaughtUp(7));
        guard.onAlive();

        assertEquals(List.of("message 7", "returns", "acknowledged 3", "caught-up", "alive"), heard);
        assertNull(guard.end());
    }

    @Test
    void theFirstEndCountsAndNothingFollowsIt() {
        guard.onClosed(CloseReason.SHUTDOWN);
        guard.onClosed(CloseReason.LINK_LOST);
        guard.onAlive();
        guard.onNotice(new Notice.CaughtUp(7));

        assertEquals(true, guard.onMessage(1, new byte[0]).toCompletableFuture().isDone());
        assertEquals(List.of("shutdown"), heard);
        assertEquals(CloseReason.SHUTDOWN, guard.end());
    }

    @Test
    void theEndWaitsForTheCallUnderWay() {
        duringMessage = () -> guard.onClosed(CloseReason.LINK_LOST);

        guard.onMessage(1, new byte[0]);

        assertEquals(List.of("message 1", "returns", "link-lost"), heard);
    }

    @Test
    void theEndDoesNotWaitForTheStage() {
        guard.onMessage(1, new byte[0]);

        guard.onClosed(CloseReason.LINK_LOST);

        assertEquals(List.of("message 1", "returns", "link-lost"), heard);
    }
}
