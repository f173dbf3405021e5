// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.connection.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of the sessions of a server that is no Fairlead, one for each (wire.md 1).
 *
 * <p>A stream is opened before the first message of its session is sent, and when a session is first heard of. One that is refused
 * does not stop the message; it is tried again, and so is one that ends.
 */
final class SessionStreams {
    private static final Logger log = LoggerFactory.getLogger(SessionStreams.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final int MOST_TRIES = 8;

    private final PostWire wire;
    private final Timers timers;
    private final Map<String, Session> sessions = new HashMap<>();
    private boolean closed;

    SessionStreams(PostWire wire, Timers timers) {
        this.wire = wire;
        this.timers = timers;
    }

    /** Opens the stream of a session; completes when that has succeeded, was refused, or takes too long. */
    CompletionStage<Void> open(String sessionId) {
        Session session;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedStage(null);
            }
            session = sessions.computeIfAbsent(sessionId, Session::new);
        }
        return session.open();
    }

    /** Looks whether a message is the first that is heard of a session. */
    void learn(byte[] utf8, MessageLimits limits) {
        try {
            String sessionId = Message.read(utf8.clone(), limits).envelope().sessionId();
            if (sessionId != null) {
                open(sessionId);
            }
        } catch (AgentException e) {
            // whoever takes the message finds that, too
        }
    }

    void close(CloseReason why) {
        Map<String, Session> left;
        synchronized (this) {
            closed = true;
            left = Map.copyOf(sessions);
        }
        left.values().forEach(session -> session.close(why));
    }

    /** The stream of one session, through all its wires. */
    private final class Session implements WireListener {
        private final String id;
        private CompletableFuture<Void> opening = new CompletableFuture<>();
        private @Nullable Wire stream;
        private int tries;
        private boolean dialling;

        Session(String id) {
            this.id = id;
        }

        CompletionStage<Void> open() {
            synchronized (this) {
                if (stream != null || dialling) {
                    return opening;
                }
                tries = 0;
                opening = new CompletableFuture<>();
            }
            dial();
            return opening;
        }

        private void dial() {
            CompletableFuture<Void> done;
            synchronized (this) {
                if (wire.isClosed() || dialling || stream != null) {
                    return;
                }
                dialling = true;
                tries++;
                done = opening;
            }
            timers.after(PATIENCE, () -> done.complete(null));
            wire.openSession(id, this).whenComplete((opened, failure) -> {
                synchronized (this) {
                    dialling = false;
                    stream = opened;
                }
                if (opened == null) {
                    log.debug(
                            "The stream of a session was refused: {}",
                            Race.reason(failure).getMessage());
                    retry();
                } else if (wire.isClosed()) {
                    opened.close(CloseReason.NORMAL);
                }
                done.complete(null);
            });
        }

        private void retry() {
            int next;
            synchronized (this) {
                next = tries;
            }
            if (next < MOST_TRIES && !wire.isClosed()) {
                timers.after(FIRST_RETRY.multipliedBy(1L << (next - 1)), this::dial);
            }
        }

        void close(CloseReason why) {
            Wire open;
            synchronized (this) {
                open = stream;
            }
            if (open != null) {
                open.close(why);
            }
        }

        @Override
        public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
            synchronized (this) {
                tries = 1;
            }
            return wire.onMessage(UNNUMBERED, utf8);
        }

        @Override
        public void onAlive() {
            wire.onAlive();
        }

        @Override
        public void onClosed(CloseReason reason) {
            synchronized (this) {
                stream = null;
            }
            if (!wire.isClosed()) {
                wire.onNotice(new Notice.Gap(
                        0, 0, "The stream of a session ended; what the server said meanwhile may be lost."));
                retry();
            }
        }
    }
}
