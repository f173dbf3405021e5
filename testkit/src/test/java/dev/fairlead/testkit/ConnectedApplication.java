// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static org.awaitility.Awaitility.await;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application on a {@link Connector}: prompts, and looks whether each chunk comes once and in order. */
final class ConnectedApplication implements AgentListener, AutoCloseable {
    private static final Pattern CHUNK = Pattern.compile("\"text\":\"\\[(\\d+)\\] ");
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    final List<ConnectionState> states = new CopyOnWriteArrayList<>();
    final List<String> faults = new CopyOnWriteArrayList<>();
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();
    private final Map<String, CompletableFuture<Json>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger chunks = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final Connector connector;
    private final AgentConnection connection;

    private ConnectedApplication(Connector.Builder builder) {
        connector = builder.listener((name, state) -> states.add(state)).build();
        connection = connector
                .connect(this)
                .toCompletableFuture()
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    /** Connects and initializes. */
    static ConnectedApplication to(URI uri, Map<String, String> settings, boolean renewing) {
        Connector.Builder builder = Connector.to(uri).settings(Settings.of(settings));
        ConnectedApplication application = new ConnectedApplication(renewing ? builder.renewing() : builder);
        application.request("initialize", "{\"protocolVersion\":1,\"clientCapabilities\":{}}");
        return application;
    }

    Connector connector() {
        return connector;
    }

    /** Sends a request; returns its answer. */
    CompletableFuture<Json> send(String method, String params) {
        String id = Integer.toString(requests.getAndIncrement());
        CompletableFuture<Json> answer = new CompletableFuture<>();
        answers.put(id, answer);
        var unused = connection
                .send(Message.of(Rpc.request(id, method, params)))
                .toCompletableFuture()
                .exceptionally(failure -> {
                    answer.completeExceptionally(failure);
                    return null;
                });
        return answer;
    }

    /** Sends a request and waits for its answer. */
    Json request(String method, String params) {
        return send(method, params)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    String newSession() {
        return request("session/new", Rpc.NEW_SESSION).at("result", "sessionId").text();
    }

    CompletableFuture<Json> prompt(String sessionId, String text) {
        chunks.set(0);
        return send(
                "session/prompt",
                "{\"sessionId\":" + Json.quote(sessionId) + ",\"prompt\":[{\"type\":\"text\",\"text\":"
                        + Json.quote(text) + "}]}");
    }

    /** Returns how many chunks of the last prompt came. */
    int chunks() {
        return chunks.get();
    }

    /** Returns what carries the connection, or carried it last. */
    String transport() {
        return states.stream()
                .filter(ConnectionState.Connected.class::isInstance)
                .map(state -> ((ConnectionState.Connected) state).transport())
                .reduce("none", (one, next) -> next);
    }

    boolean has(Class<? extends ConnectionState> kind) {
        return states.stream().anyMatch(kind::isInstance);
    }

    void awaitTransport(String id) {
        await().atMost(PATIENCE).until(() -> transport().equals(id));
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        String text = message.text();
        Matcher chunk = CHUNK.matcher(text);
        if (text.contains("agent_message_chunk") && chunk.find()) {
            int number = Integer.parseInt(chunk.group(1));
            int before = chunks.getAndSet(number);
            if (number != before + 1) {
                faults.add(number + " came after " + before);
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
        closed.complete(reason);
    }

    @Override
    public void close() {
        connector.close();
    }
}
