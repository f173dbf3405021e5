// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A stream that takes everything at once, and keeps it. */
final class WrittenStream implements HttpStream {
    final List<String> writes = new ArrayList<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
        if (closed.isDone()) {
            return CompletableFuture.failedFuture(new AgentException(Code.LINK_LOST, "The link was cut."));
        }
        writes.add(StandardCharsets.UTF_8.decode(bytes).toString());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void end() {
        closed.complete(null);
    }

    @Override
    public void abort() {
        closed.complete(null);
    }

    @Override
    public CompletableFuture<Void> closed() {
        return closed;
    }
}
