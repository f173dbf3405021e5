// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.http.WebSocketPeer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An engine's socket that remembers what was sent, and which can be slow or break. It insists on the contract of its caller. */
final class FakeSocket implements WebSocketPeer {
    /** A close frame. */
    record Close(int code, String reason) {}

    final List<String> texts = new ArrayList<>();
    final CompletableFuture<Close> closing = new CompletableFuture<>();
    int sends;
    int pings;
    WebSocketListener listener;

    private CompletableFuture<Void> pending = CompletableFuture.completedFuture(null);
    private boolean slow;
    private boolean gone;

    /** Lets sends wait until {@link #drain}. */
    void slow() {
        slow = true;
    }

    /** Takes what waits. */
    void drain() {
        slow = false;
        pending.complete(null);
    }

    /** Gives the listener a text, as the engine does: only when it has asked for it. */
    CompletionStage<Void> receive(String text) {
        return listener.onText(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Ends the socket with the peer's status. */
    void end(int status) {
        gone = true;
        pending.completeExceptionally(lost());
        listener.onClosed(status, "");
    }

    @Override
    public CompletionStage<Void> send(Iterable<ByteBuffer> frames) {
        sends++;
        return put(() -> frames.forEach(
                frame -> texts.add(StandardCharsets.UTF_8.decode(frame).toString())));
    }

    @Override
    public CompletionStage<Void> ping() {
        return put(() -> pings++);
    }

    private CompletionStage<Void> put(Runnable putting) {
        if (!pending.isDone()) {
            throw new AssertionError("A send came before the stage of the one before had completed [1.1]");
        }
        if (gone || closing.isDone()) {
            return CompletableFuture.failedFuture(lost());
        }
        putting.run();
        CompletableFuture<Void> stage = new CompletableFuture<>();
        pending = stage;
        if (!slow) {
            stage.complete(null);
        }
        return stage;
    }

    @Override
    public void close(int code, String reason) {
        if (!closing.complete(new Close(code, reason))) {
            throw new AssertionError("The wire closed its socket twice");
        }
    }

    private static AgentException lost() {
        return new AgentException(Code.LINK_LOST, "The link was cut.");
    }
}
