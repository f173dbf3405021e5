// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.runtime.client.Connector;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** One of many clients: asks, and waits for what it is answered. */
final class StormClient implements AgentListener {
    private final Map<String, CompletableFuture<Json>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final int connector;
    private final CompletableFuture<AgentConnection> connection;
    final CompletableFuture<CloseReason> closed = new CompletableFuture<>();

    /** What it was asking when its gateway was lost. */
    CompletableFuture<Json> prompt = new CompletableFuture<>();

    StormClient(int number, Connector connector) {
        this.connector = number;
        this.connection = connector.connect(this).toCompletableFuture();
    }

    /** Returns what it is called in the log, once it is connected. */
    String name() {
        return StormLog.client(connector, connection.join().id());
    }

    /** Begins a session, and a prompt that lasts longer than its gateway. */
    CompletableFuture<Void> begin() {
        return request("initialize", "{\"protocolVersion\":1,\"clientCapabilities\":{}}")
                .thenCompose(initialized -> newSession())
                .thenAccept(session -> prompt = request(
                        "session/prompt",
                        "{\"sessionId\":" + Json.quote(session)
                                + ",\"prompt\":[{\"type\":\"text\",\"text\":\"stream 100 chunks every 60000 ms\"}]}"));
    }

    CompletableFuture<String> newSession() {
        return request("session/new", Rpc.NEW_SESSION)
                .thenApply(session -> session.at("result", "sessionId").text());
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
        if (message.envelope().isResponse()) {
            CompletableFuture<Json> answer =
                    answers.remove(String.valueOf(message.envelope().id()));
            if (answer != null) {
                answer.complete(Json.parse(message.text()));
            }
        }
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onClosed(CloseReason reason) {
        closed.complete(reason);
        answers.values().forEach(answer -> answer.completeExceptionally(new IllegalStateException(reason.toString())));
    }
}
