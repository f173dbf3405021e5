// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.client.ConnectionState;
import dev.fairlead.runtime.client.Connector;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application on a {@link Connector}. */
final class ConnectorClient implements TurnClient, AgentListener {
    private static final Pattern CHUNK = Pattern.compile("\"text\":\"\\[(\\d+)\\] ");

    private final Connector connector;
    private final Map<String, CompletableFuture<Json>> answers = new ConcurrentHashMap<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    private final AtomicInteger chunks = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final CompletableFuture<AgentConnection> connection = new CompletableFuture<>();
    private volatile String transport = "none";
    private volatile long prompted;
    private volatile long firstChunk = -1;

    ConnectorClient(URI endpoint, String transport, Map<String, String> settings) {
        connector = Connector.to(endpoint)
                .settings(Settings.of(settings))
                .transport(transport)
                .listener(this::onState)
                .build();
    }

    private void onState(String name, ConnectionState state) {
        states.add(state);
        if (state instanceof ConnectionState.Connected connected) {
            transport = connected.transport();
        } else if (state instanceof ConnectionState.Gap gap) {
            faults.add("a gap: " + gap.reason());
        }
    }

    @Override
    public CompletableFuture<String> begin() {
        connector.connect(this).whenComplete((open, failure) -> {
            if (failure == null) {
                connection.complete(open);
            } else {
                connection.completeExceptionally(failure);
            }
        });
        return request("initialize", "{\"protocolVersion\":1,\"clientCapabilities\":{}}")
                .thenCompose(initialized -> request("session/new", Rpc.NEW_SESSION))
                .thenApply(session -> session.at("result", "sessionId").text());
    }

    @Override
    public CompletableFuture<Json> prompt(String sessionId, String text) {
        prompted = System.nanoTime();
        return request(
                "session/prompt",
                "{\"sessionId\":" + Json.quote(sessionId) + ",\"prompt\":[{\"type\":\"text\",\"text\":"
                        + Json.quote(text) + "}]}");
    }

    private CompletableFuture<Json> request(String method, String params) {
        String id = Integer.toString(requests.getAndIncrement());
        CompletableFuture<Json> answer = new CompletableFuture<>();
        answers.put(id, answer);
        var unused = connection
                .thenCompose(open -> open.send(Message.of(Rpc.request(id, method, params))))
                .whenComplete((sent, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(failure);
                    }
                });
        return answer;
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        String text = message.text();
        Matcher chunk = CHUNK.matcher(text);
        if (text.contains("agent_message_chunk") && chunk.find()) {
            int number = Integer.parseInt(chunk.group(1));
            int before = chunks.getAndSet(number);
            if (before == 0) {
                firstChunk = System.nanoTime() - prompted;
            }
            if (number != before + 1) {
                faults.add("chunk " + number + " came after " + before);
            }
        } else if (message.envelope().isResponse()) {
            CompletableFuture<Json> answer =
                    answers.get(String.valueOf(message.envelope().id()));
            if (answer == null || !answer.complete(Json.parse(text))) {
                faults.add("an answer that nobody waits for: " + text);
            }
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onClosed(CloseReason reason) {
        answers.values()
                .forEach(answer -> answer.completeExceptionally(
                        new IllegalStateException("closed: " + reason.code() + ": " + reason.detail())));
    }

    @Override
    public int chunks() {
        return chunks.get();
    }

    @Override
    public Duration firstChunk() {
        return Duration.ofNanos(firstChunk);
    }

    @Override
    public List<String> faults() {
        return faults;
    }

    @Override
    public String transport() {
        return transport;
    }

    @Override
    public void close() {
        connector.close();
    }

    /** Returns the states that the application was told. */
    @Override
    public String toString() {
        return states.toString();
    }
}
