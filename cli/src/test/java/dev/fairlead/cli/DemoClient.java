// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.runtime.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of an agent in this JVM, which takes messages at once, or one by one when it is told to stop reading. */
final class DemoClient implements AgentListener, AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;
    private static final CompletionStage<Void> GO_ON = CompletableFuture.completedStage(null);

    private final BlockingQueue<Map<String, Object>> heard = new LinkedBlockingQueue<>();
    private final List<String> faults = new ArrayList<>();
    private final AgentConnection connection;
    private boolean reading = true;
    private CompletableFuture<Void> demand;
    private CloseReason closed;
    private int requests;

    DemoClient(DemoAgent agent) throws Exception {
        this(agent, MessageLimits.STANDARD);
    }

    DemoClient(DemoAgent agent, MessageLimits limits) throws Exception {
        connection = agent.connect(new AgentContext("c1", new Peer("test", "test", Peer.ANONYMOUS), limits, this))
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Returns a client that has said initialize. */
    static DemoClient initialized(DemoAgent agent) throws Exception {
        DemoClient client = new DemoClient(agent);
        client.call("initialize", Map.of("protocolVersion", 1));
        return client;
    }

    AgentConnection connection() {
        return connection;
    }

    /** Makes a session and returns its id. */
    String newSession() throws Exception {
        Map<String, Object> created = call("session/new", Map.of("cwd", "/work", "mcpServers", List.of()));
        String id = Json.text(created, "result", "sessionId");
        assertNotNull(id, created::toString);
        assertEquals("available_commands_update", Json.text(next(), "params", "update", "sessionUpdate"));
        return id;
    }

    /** Sends a request and returns its id. */
    long request(String method, Map<String, ?> params) throws Exception {
        long id = requests++;
        send(JsonRpc.request(Long.toString(id), method, params));
        return id;
    }

    long prompt(String session, String text) throws Exception {
        return request(
                "session/prompt",
                Map.of("sessionId", session, "prompt", List.of(Map.of("type", "text", "text", text))));
    }

    void cancel(String session) throws Exception {
        send("{\"jsonrpc\":\"2.0\",\"method\":\"session/cancel\",\"params\":{\"sessionId\":\"" + session + "\"}}");
    }

    void send(String line) throws Exception {
        connection.send(Message.of(line)).toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    /** Sends a request and returns its response; what comes before that is dropped. */
    Map<String, Object> call(String method, Map<String, ?> params) throws Exception {
        List<Map<String, Object>> all = until(request(method, params));
        return all.get(all.size() - 1);
    }

    /** Returns what comes until the response to a request, which is the last. */
    List<Map<String, Object>> until(long id) throws Exception {
        List<Map<String, Object>> all = new ArrayList<>();
        while (true) {
            Map<String, Object> message = next();
            all.add(message);
            if (message.get("method") == null && Long.valueOf(id).equals(message.get("id"))) {
                return all;
            }
        }
    }

    /** Returns the next message. */
    Map<String, Object> next() throws Exception {
        Map<String, Object> message = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(message, "the agent said nothing more");
        return message;
    }

    /** Waits for the next update of a kind and returns it. */
    Map<String, Object> nextUpdate(String kind) throws Exception {
        while (true) {
            Map<String, Object> update = Json.object(next(), "params", "update");
            if (kind.equals(update.get("sessionUpdate"))) {
                return update;
            }
        }
    }

    /** Takes one more message and then no other. */
    synchronized void stopReading() {
        reading = false;
    }

    /** Takes messages again. */
    void read() {
        CompletableFuture<Void> asked;
        synchronized (this) {
            reading = true;
            asked = demand;
            demand = null;
        }
        if (asked != null) {
            asked.complete(null);
        }
    }

    /** Returns how many messages came that nobody asked for here yet. */
    int unheard() {
        return heard.size();
    }

    /** Waits for the end and returns its reason. */
    CloseReason closed() {
        return connection
                .closed()
                .toCompletableFuture()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public synchronized CompletionStage<Void> onMessage(Message message) {
        if (demand != null) {
            faults.add("a message came without demand: " + message);
        }
        if (closed != null) {
            faults.add("a message came after the end: " + message);
        }
        heard.add(Json.read(message));
        if (reading) {
            return GO_ON;
        }
        demand = new CompletableFuture<>();
        return demand;
    }

    @Override
    public synchronized void onClosed(CloseReason reason) {
        if (closed != null) {
            faults.add("the end came twice");
        }
        closed = reason;
    }

    /** Ends the connection; fails if the agent broke a rule of the contract. */
    @Override
    public void close() {
        connection.close(CloseReason.NORMAL);
        closed();
        synchronized (this) {
            assertNotNull(closed, "closed() completed before onClosed");
            assertEquals(List.of(), faults);
        }
    }

    /** Returns the texts of the chunks of a kind among messages. */
    static List<String> texts(List<Map<String, Object>> messages, String kind) {
        return messages.stream()
                .map(message -> Json.object(message, "params", "update"))
                .filter(update -> kind.equals(update.get("sessionUpdate")))
                .map(update -> Json.text(update, "content", "text"))
                .toList();
    }

    static List<String> words(List<Map<String, Object>> messages) {
        return texts(messages, "agent_message_chunk");
    }
}
