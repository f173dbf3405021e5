// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** An agent in this JVM that does what the test says, on the caller's thread. */
final class ScriptedAgent implements Agent {
    private static final CompletionStage<Void> TAKEN = CompletableFuture.completedStage(null);

    /** The conversations that were begun, in their order. */
    final List<Line> lines = new ArrayList<>();

    private final Function<Line, CompletionStage<AgentConnection>> connecting;
    private final BiConsumer<Line, Message> hearing;

    private ScriptedAgent(
            Function<Line, CompletionStage<AgentConnection>> connecting, BiConsumer<Line, Message> hearing) {
        this.connecting = connecting;
        this.hearing = hearing;
    }

    /** Hears a message as the test says. */
    static ScriptedAgent hearing(BiConsumer<Line, Message> hearing) {
        return new ScriptedAgent(CompletableFuture::completedStage, hearing);
    }

    /** Answers each request with {@code {}}. */
    static ScriptedAgent answering() {
        return hearing((line, message) -> {
            if (message.envelope().kind() == Envelope.Kind.REQUEST) {
                line.answer(message, "\"result\":{}");
            }
        });
    }

    /** Hears and says nothing. */
    static ScriptedAgent silent() {
        return hearing((line, message) -> {});
    }

    /** Connects as the test says, and is silent then. */
    static ScriptedAgent connecting(Function<Line, CompletionStage<AgentConnection>> connecting) {
        return new ScriptedAgent(connecting, (line, message) -> {});
    }

    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        Line line = new Line(context);
        lines.add(line);
        return connecting.apply(line);
    }

    /** Returns the methods, or ids, of all that the only conversation has heard. */
    List<String> heard() {
        return lines.get(0).heard.stream()
                .map(message -> message.envelope().method() == null
                        ? message.envelope().id()
                        : message.envelope().method())
                .toList();
    }

    /** One conversation. */
    final class Line implements AgentConnection {
        final AgentContext context;
        final List<Message> heard = new ArrayList<>();
        private final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

        Line(AgentContext context) {
            this.context = context;
        }

        void say(String json) {
            context.listener().onMessage(Message.of(json));
        }

        void answer(Message request, String member) {
            say("{\"jsonrpc\":\"2.0\",\"id\":" + request.envelope().id() + "," + member + "}");
        }

        /** Ends by itself. */
        void exit(CloseReason reason) {
            if (!closed.isDone()) {
                context.listener().onClosed(reason);
                closed.complete(reason);
            }
        }

        boolean isClosed() {
            return closed.isDone();
        }

        @Override
        public String id() {
            return "scripted";
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            heard.add(message);
            hearing.accept(this, message);
            return TAKEN;
        }

        @Override
        public CompletionStage<CloseReason> close(CloseReason reason) {
            exit(reason);
            return closed;
        }

        @Override
        public CompletionStage<CloseReason> closed() {
            return closed;
        }
    }
}
