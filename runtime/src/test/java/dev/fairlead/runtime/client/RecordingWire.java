// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A wire that writes down what it is given. */
final class RecordingWire implements Wire {
    final List<List<Event>> batches = new ArrayList<>();
    final List<CloseReason> closes = new ArrayList<>();
    /** Is what the next write is answered with. */
    CompletionStage<Void> taking = CompletableFuture.completedStage(null);

    @Override
    public Peer peer() {
        return new Peer("stdio", "pid 4711", Peer.ANONYMOUS);
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        batches.add(batch);
        return taking;
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        throw new AssertionError("nobody tells an agent " + notice);
    }

    @Override
    public void close(CloseReason reason) {
        closes.add(reason);
    }
}
