// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;

/** Another agent, and what passed between it and the gateway. */
final class RecordingAgent implements Agent {
    private final Agent agent;
    private final Map<String, Queue<String>> heard = new ConcurrentHashMap<>();
    private final Set<String> answered = ConcurrentHashMap.newKeySet();
    private final Map<String, LongAdder> said = new ConcurrentHashMap<>();
    private final LongAdder connections = new LongAdder();
    private final CompletableFuture<Void> speaking = new CompletableFuture<>();

    RecordingAgent(Agent agent) {
        this.agent = agent;
    }

    /** Returns the messages of a method that reached the agent, in order. */
    List<String> heard(String method) {
        Queue<String> messages = heard.get(method);
        return messages == null ? List.of() : List.copyOf(messages);
    }

    /** Returns whether the agent has answered a request, whose id is given as JSON text. */
    boolean hasAnswered(String id) {
        return answered.contains(id);
    }

    /** Returns how many updates of a session the gateway has taken from the agent. */
    long said(String sessionId) {
        LongAdder count = said.get(sessionId);
        return count == null ? 0 : count.sum();
    }

    /** Returns what completes with the first update of a session. */
    CompletableFuture<Void> speaking() {
        return speaking;
    }

    /** Returns how often the agent was connected to. */
    long connections() {
        return connections.sum();
    }

    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        connections.increment();
        AgentContext recorded =
                new AgentContext(context.connectionId(), context.peer(), context.limits(), new Ear(context.listener()));
        return agent.connect(recorded).thenApply(Line::new);
    }

    /** Hears the agent. */
    private final class Ear implements AgentListener {
        private final AgentListener listener;

        Ear(AgentListener listener) {
            this.listener = listener;
        }

        @Override
        public CompletionStage<Void> onMessage(Message message) {
            String id = message.envelope().id();
            String sessionId = message.envelope().sessionId();
            if (sessionId != null) {
                said.computeIfAbsent(sessionId, silent -> new LongAdder()).increment();
                speaking.complete(null);
            }
            if (id != null && message.envelope().isResponse()) {
                answered.add(id);
            }
            return listener.onMessage(message);
        }

        @Override
        public void onClosed(CloseReason reason) {
            listener.onClosed(reason);
        }
    }

    /** Hears what is sent to the agent. */
    private final class Line implements AgentConnection {
        private final AgentConnection connection;

        Line(AgentConnection connection) {
            this.connection = connection;
        }

        @Override
        public String id() {
            return connection.id();
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            String method = message.envelope().method();
            if (method != null) {
                heard.computeIfAbsent(method, unheard -> new ConcurrentLinkedQueue<>())
                        .add(message.text());
            }
            return connection.send(message);
        }

        @Override
        public CompletionStage<CloseReason> close(CloseReason reason) {
            return connection.close(reason);
        }

        @Override
        public CompletionStage<CloseReason> closed() {
            return connection.closed();
        }
    }
}
