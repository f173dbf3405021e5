// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.runtime.client.Connector;
import dev.fairlead.testkit.FaultProxy;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** One dialling by our own client, which knows nothing of the path, up to the answer to {@code initialize}; it blocks. */
final class Dialling implements AgentListener {
    private static final long PATIENCE_SECONDS = 30;

    private final CompletableFuture<Void> answer = new CompletableFuture<>();

    /**
     * What it took, in nanoseconds.
     *
     * @param connected until there was a wire
     * @param answered until the agent had answered
     */
    record Times(long connected, long answered) {}

    private Dialling() {}

    /** Dials once, through a network, and leaves again. */
    static Times through(FaultProxy network, String transport) {
        InetSocketAddress address = network.address();
        URI uri = URI.create("http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/acp");
        try (Connector connector = Connector.to(uri).transport(transport).build()) {
            Dialling dialling = new Dialling();
            long begun = System.nanoTime();
            AgentConnection connection = inTime(connector.connect(dialling).toCompletableFuture());
            long connected = System.nanoTime() - begun;
            var unused = connection.send(Message.of(Dial.INITIALIZE));
            inTime(dialling.answer);
            return new Times(connected, System.nanoTime() - begun);
        }
    }

    private static <T> T inTime(CompletableFuture<T> stage) {
        return stage.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public CompletionStage<Void> onMessage(Message message) {
        answer.complete(null);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onClosed(CloseReason reason) {
        answer.completeExceptionally(new IllegalStateException(reason.toString()));
    }
}
