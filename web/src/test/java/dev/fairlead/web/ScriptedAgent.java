// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.JsonText;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers each prompt with a text that the test sets, in pieces, as soon as they are wanted. */
final class ScriptedAgent implements Agent {
    private static final int PIECE = 4000;

    volatile String answer = "";

    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        return CompletableFuture.completedFuture(new Conversation(context));
    }

    private final class Conversation implements AgentConnection {
        private final AgentContext context;
        private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        Conversation(AgentContext context) {
            this.context = context;
        }

        @Override
        public String id() {
            return "scripted";
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            Envelope envelope = message.envelope();
            if (envelope.kind() == Envelope.Kind.REQUEST) {
                switch (String.valueOf(envelope.method())) {
                    case "initialize" -> result(envelope, "{\"protocolVersion\":1,\"agentCapabilities\":{}}");
                    case "session/new" -> result(envelope, "{\"sessionId\":\"s\"}");
                    case "session/prompt" -> say(envelope, 0);
                    default -> result(envelope, "{}");
                }
            }
            return CompletableFuture.completedFuture(null);
        }

        private void say(Envelope prompt, int from) {
            if (from >= answer.length()) {
                result(prompt, "{\"stopReason\":\"end_turn\"}");
                return;
            }
            String piece = answer.substring(from, Math.min(answer.length(), from + PIECE));
            tell("{\"jsonrpc\":\"2.0\",\"method\":\"session/update\",\"params\":{\"sessionId\":\"s\",\"update\":{\"sessionUpdate\":"
                            + "\"agent_message_chunk\",\"content\":{\"type\":\"text\",\"text\":" + JsonText.quote(piece)
                            + "}}}}")
                    .thenRunAsync(() -> say(prompt, from + PIECE));
        }

        private void result(Envelope request, String result) {
            tell("{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":" + result + "}");
        }

        private CompletionStage<Void> tell(String json) {
            return context.listener()
                    .onMessage(Message.read(json.getBytes(StandardCharsets.UTF_8), MessageLimits.STANDARD));
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
