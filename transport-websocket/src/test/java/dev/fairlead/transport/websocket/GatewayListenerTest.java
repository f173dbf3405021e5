// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.GuardedListener;
import dev.fairlead.api.spi.Notice;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class GatewayListenerTest {
    @Test
    void anAnswerThatOvertakesTheEndOfAskingWaitsForIt() {
        CompletableFuture<Void> asked = new CompletableFuture<>();
        CompletableFuture<Notice.Attached> attached = new CompletableFuture<>();
        JdkSocket socket = new JdkSocket(1000, (open, profile) -> {
            throw new AssertionError("The socket is never opened.");
        });
        DialledWire wire =
                new DialledWire(new Peer("websocket", "test", Peer.ANONYMOUS), socket, WebSocketProfile.RESUMABLE);
        GatewayListener listener = new GatewayListener(wire, new GuardedListener(new HeardWire()), asked, attached);
        Notice answer = new Notice.Attached("c-1", 0, Duration.ofSeconds(15), MessageLimits.STANDARD);

        CompletionStage<Void> next = listener.onText(answer.json().getBytes(StandardCharsets.UTF_8));
        assertFalse(attached.isDone(), "Nobody may write yet.");
        assertFalse(next.toCompletableFuture().isDone(), "No other frame is heard yet.");

        asked.complete(null);
        assertTrue(attached.isDone());
        assertTrue(next.toCompletableFuture().isDone());
    }
}
