// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.WebSocketListener;
import dev.fairlead.api.http.WebSocketPeer;
import dev.fairlead.api.http.WebSocketUpgrade;
import dev.fairlead.runtime.connection.Timers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** WebSockets that say every text again, so that a client sees what the path does to them with time. Thread-safe. */
final class ProbeSockets {
    /** How many there may be at once. */
    static final int MOST = 64;

    private static final int MOST_BYTES = 4 << 10;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int GOING_AWAY = 1001;

    private final Timers timers;
    private final Map<WebSocketPeer, CompletableFuture<Void>> open = new HashMap<>();
    private boolean stopped;

    ProbeSockets(Timers timers) {
        this.timers = timers;
    }

    /**
     * Answers a handshake with such a socket.
     *
     * @throws AgentException {@link Code#LIMIT_REACHED} if there are too many
     */
    void answer(HttpCall call) {
        synchronized (this) {
            if (stopped) {
                throw new AgentException(Code.SHUTDOWN, CloseReason.SHUTDOWN.detail());
            }
            if (open.size() >= MOST) {
                throw new AgentException(
                        Code.LIMIT_REACHED, "All " + MOST + " probes are in use. Try again in a moment.");
            }
        }
        call.upgrade(new WebSocketUpgrade(Map.of(), null, MOST_BYTES, this::listen));
    }

    private WebSocketListener listen(WebSocketPeer peer) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        boolean late;
        synchronized (this) {
            late = stopped;
            open.put(peer, gone);
        }
        if (late) {
            peer.close(GOING_AWAY, CloseReason.SHUTDOWN.detail());
        } else {
            timers.after(LONGEST, () -> peer.close(GOING_AWAY, "A probe lives for an hour at most."));
        }
        return new WebSocketListener() {
            @Override
            public CompletionStage<Void> onText(byte[] utf8) {
                return peer.send(List.of(ByteBuffer.wrap(utf8)));
            }

            @Override
            public void onAlive() {
                // the engine has answered a ping
            }

            @Override
            public void onClosed(int code, String reason) {
                forget(peer);
                gone.complete(null);
            }
        };
    }

    private synchronized void forget(WebSocketPeer peer) {
        open.remove(peer);
    }

    /** Closes those that are open, and takes no more; completes when none is left. */
    CompletionStage<Void> stop() {
        Map<WebSocketPeer, CompletableFuture<Void>> ending;
        synchronized (this) {
            stopped = true;
            ending = Map.copyOf(open);
        }
        ending.keySet().forEach(peer -> peer.close(GOING_AWAY, CloseReason.SHUTDOWN.detail()));
        return CompletableFuture.allOf(ending.values().toArray(CompletableFuture<?>[]::new));
    }
}
