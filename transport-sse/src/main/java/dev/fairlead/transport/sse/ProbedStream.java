// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Waits for the first event of a stream, and wants no other. */
final class ProbedStream implements SseReader.Sink {
    private final CompletableFuture<Void> proved;
    private final SseReader reader;

    ProbedStream(int maxBytes, CompletableFuture<Void> proved) {
        this.proved = proved;
        this.reader = new SseReader(new SseDecoder(maxBytes), this);
    }

    /** Returns who is to read the body. */
    SseReader reader() {
        return reader;
    }

    @Override
    public void onBytes() {
        // a comment may come from anybody
    }

    @Override
    public CompletionStage<Void> onEvent(SseEvent event) {
        proved.complete(null);
        reader.cancel();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onEnd(@Nullable Throwable failure) {
        proved.completeExceptionally(
                new AgentException(Code.LINK_LOST, "The event stream ended before its first event.", failure));
    }
}
