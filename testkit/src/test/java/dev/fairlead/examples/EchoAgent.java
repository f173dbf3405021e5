// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.examples;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An agent in Java: it answers each request with an empty result. */
final class EchoAgent implements Agent {
    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        return CompletableFuture.completedStage(new Conversation(context));
    }

    private static final class Conversation implements AgentConnection {
        private final AgentContext context;
        private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        Conversation(AgentContext context) {
            this.context = context;
        }

        @Override
        public String id() {
            return "echo";
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            String id = message.envelope().id();
            return context.listener().onMessage(Message.of("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{}}"));
        }

        @Override
        public CompletionStage<CloseReason> close(CloseReason reason) {
            if (closed.complete(reason)) {
                context.listener().onClosed(reason);
            }
            return closed;
        }

        @Override
        public CompletionStage<CloseReason> closed() {
            return closed;
        }
    }
}
