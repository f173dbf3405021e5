// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.distribution;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.runtime.client.Connector;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client in mid-answer: it asks the demo agent for numbered chunks, and hears whether each comes once and in order. */
final class Turn implements AgentListener {
    private static final Pattern SESSION = Pattern.compile("\"id\":1,.*\"sessionId\":\"([^\"]+)\"");
    private static final Pattern CHUNK = Pattern.compile("\"text\":\"\\[(\\d+)] ");
    private static final CompletionStage<Void> NEXT = CompletableFuture.completedStage(null);

    private final int chunks;
    private final CompletableFuture<String> session = new CompletableFuture<>();
    private final CompletableFuture<Void> streaming = new CompletableFuture<>();
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final AgentConnection connection;
    private int heard;

    /** Begins to ask; nothing has come yet. */
    Turn(Connector connector, int chunks, int everyMillis) throws Exception {
        this.chunks = chunks;
        this.connection = connector.connect(this).toCompletableFuture().get(30, TimeUnit.SECONDS);
        send("{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":1}}");
        send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"session/new\",\"params\":{\"cwd\":\"/\",\"mcpServers\":[]}}");
        send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"session/prompt\",\"params\":{\"sessionId\":\""
                + session.get(30, TimeUnit.SECONDS)
                + "\",\"prompt\":[{\"type\":\"text\",\"text\":\"stream " + chunks + " chunks every " + everyMillis
                + " ms\"}]}}");
    }

    private void send(String json) {
        connection.send(Message.of(json));
    }

    /** Waits until the first chunk has come. */
    void awaitFirst() throws Exception {
        streaming.get(30, TimeUnit.SECONDS);
    }

    /** Waits for the answer; fails if a chunk was missing, doubled or out of order. */
    void awaitWhole() throws Exception {
        answered.get(120, TimeUnit.SECONDS);
    }

    void close() {
        connection.close(CloseReason.NORMAL);
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        String text = message.text();
        Matcher chunk = CHUNK.matcher(text);
        Matcher begun = SESSION.matcher(text);
        if (chunk.find()) {
            hear(Integer.parseInt(chunk.group(1)));
        } else if (begun.find()) {
            session.complete(begun.group(1));
        } else if (text.contains("\"id\":2,")) {
            if (heard == chunks && text.contains("end_turn")) {
                answered.complete(null);
            } else {
                fail("the answer after " + heard + " of " + chunks + " chunks: " + text);
            }
        }
        return NEXT;
    }

    private void hear(int number) {
        int expected = heard + 1;
        if (number == expected || (heard == 0 && number == 0)) {
            heard = number == 0 ? 0 : number;
        } else {
            fail("chunk " + number + " where " + expected + " was expected");
        }
        streaming.complete(null);
    }

    private void fail(String what) {
        AssertionError failure = new AssertionError(what);
        streaming.completeExceptionally(failure);
        answered.completeExceptionally(failure);
    }

    @Override
    public void onClosed(CloseReason reason) {
        fail("the end of the connection: " + reason);
    }
}
