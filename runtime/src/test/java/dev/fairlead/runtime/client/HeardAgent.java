// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Hears an agent and writes down what it says. */
final class HeardAgent implements AgentListener {
    final List<String> messages = new ArrayList<>();
    final List<CloseReason> ends = new ArrayList<>();
    /** Is what the next message is answered with. */
    CompletionStage<Void> demand = CompletableFuture.completedStage(null);

    AgentContext context() {
        return new AgentContext(
                "c7", new Peer("websocket", "192.0.2.7:50000", Peer.ANONYMOUS), new MessageLimits(200, 16, 64), this);
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        messages.add(message.text());
        return demand;
    }

    @Override
    public void onClosed(CloseReason reason) {
        ends.add(reason);
    }
}
