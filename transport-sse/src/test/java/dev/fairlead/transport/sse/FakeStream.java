// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A stream that remembers what was written, and whose socket can be slow or break. It insists on the contract of its caller. */
final class FakeStream implements HttpStream {
    /** How the answer was over. */
    enum End {
        WELL,
        CUT,
        LOST
    }

    final StringBuilder written = new StringBuilder();
    final CompletableFuture<End> over = new CompletableFuture<>();
    int writes;

    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private CompletableFuture<Void> pending = CompletableFuture.completedFuture(null);
    private boolean slow;

    /** Lets writes wait until {@link #drain}. */
    void slow() {
        slow = true;
    }

    /** Takes what waits. */
    void drain() {
        slow = false;
        pending.complete(null);
    }

    /** Breaks the link: the peer went away. */
    void lose() {
        finish(End.LOST);
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
        if (!pending.isDone()) {
            throw new AssertionError("A write came before the stage of the one before had completed [1.1]");
        }
        if (over.isDone()) {
            return CompletableFuture.failedFuture(lost());
        }
        writes++;
        written.append(StandardCharsets.UTF_8.decode(bytes));
        pending = new CompletableFuture<>();
        CompletableFuture<Void> stage = pending;
        if (!slow) {
            stage.complete(null);
        }
        return stage;
    }

    @Override
    public void end() {
        if (!pending.isDone()) {
            throw new AssertionError("The wire ends behind the write under way");
        }
        finish(End.WELL);
    }

    @Override
    public void abort() {
        finish(End.CUT);
    }

    private void finish(End how) {
        if (over.complete(how)) {
            pending.completeExceptionally(lost());
            closed.complete(null);
        }
    }

    private static AgentException lost() {
        return new AgentException(Code.LINK_LOST, "The link was cut.");
    }

    @Override
    public CompletionStage<Void> closed() {
        return closed;
    }
}
