// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.connection.Timers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of a server that is no Fairlead: one for the connection, and one for each session (wire.md 1).
 *
 * <p>A session's is opened before its first message is sent, and when the session is first heard of. One that is refused does not stop
 * the message; it is tried again, and so is one that ends. So is the connection's when it ends; if it cannot be opened again, that is
 * the end of the wire.
 */
final class PlainStreams {
    private static final Logger log = LoggerFactory.getLogger(PlainStreams.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final int MOST_TRIES = 8;

    /** A stream that lived so long was worth opening: its end is the first one. */
    private static final Duration STABLE = Duration.ofSeconds(5);

    private final PostWire wire;
    private final Timers timers;
    private final Map<Streams, Stream> all = new HashMap<>();
    private boolean closed;

    PlainStreams(PostWire wire, Timers timers) {
        this.wire = wire;
        this.timers = timers;
    }

    /** Opens the stream of a session; completes when that has succeeded, was refused, or takes too long. */
    CompletionStage<Void> open(String sessionId) {
        Stream stream = stream(Streams.session(sessionId));
        return stream == null ? CompletableFuture.completedStage(null) : stream.open();
    }

    private synchronized @Nullable Stream stream(Streams which) {
        return closed ? null : all.computeIfAbsent(which, Stream::new);
    }

    /** Learns that the connection's stream, which the wire itself has opened, has ended. */
    void lost(CloseReason reason) {
        Stream stream = stream(Streams.CONNECTION);
        if (stream != null) {
            stream.onClosed(reason);
        }
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
        List<Stream> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(all.values());
        }
        left.forEach(stream -> stream.close(why));
    }

    /** One stream, through all its wires. */
    private final class Stream implements WireListener {
        private final Streams which;
        private CompletableFuture<Void> opening = new CompletableFuture<>();
        private @Nullable Wire stream;
        private int tries;
        private long since = timers.now();
        private boolean dialling;

        Stream(Streams which) {
            this.which = which;
        }

        private boolean isOfTheConnection() {
            return which.equals(Streams.CONNECTION);
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
            wire.open(which, this).whenComplete((opened, failure) -> {
                synchronized (this) {
                    dialling = false;
                    stream = opened;
                    since = timers.now();
                }
                if (opened == null) {
                    refused(Reason.of(failure));
                } else if (wire.isClosed()) {
                    opened.close(CloseReason.NORMAL);
                }
                done.complete(null);
            });
        }

        private void refused(AgentException why) {
            log.debug("A stream was refused: {}", why.getMessage());
            retry(why.reason());
        }

        private void retry(CloseReason why) {
            int next;
            synchronized (this) {
                next = Math.max(1, tries);
            }
            boolean isLost = isOfTheConnection() && why.code() != Code.LINK_LOST;
            if (next < MOST_TRIES && !isLost && !wire.isClosed()) {
                timers.after(FIRST_RETRY.multipliedBy(1L << (next - 1)), this::dial);
            } else if (isOfTheConnection()) {
                wire.close(why);
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
                if (timers.now() - since > STABLE.toNanos()) {
                    tries = 0;
                }
            }
            if (!wire.isClosed()) {
                wire.onNotice(new Notice.Gap(
                        0,
                        0,
                        isOfTheConnection()
                                ? "The stream of the connection ended; what the server said meanwhile may be lost."
                                : "The stream of a session ended; what the server said meanwhile may be lost."));
                retry(reason);
            }
        }
    }
}
