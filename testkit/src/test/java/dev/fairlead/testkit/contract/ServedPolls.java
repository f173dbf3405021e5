// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.GuardedListener;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The wire that served polls make together, kept as the runtime keeps a connection: each poll takes up where its cursor says, what was
 * written is taken when a cursor has passed it, a poll that waits for nothing gets a heartbeat, and when no poll comes any more the
 * link is lost.
 */
final class ServedPolls implements Berth, Wire {
    private static final Peer MANY = new Peer("polling", "many polls", Peer.ANONYMOUS);
    private static final long HEARTBEAT_MILLIS = 500;
    private static final long PATIENCE_MILLIS = 1500;

    private final Ear ear;
    private final GuardedListener listener;
    private final CompletableFuture<Wire> wire = new CompletableFuture<>();

    /** Events and notices, in their order. */
    private final List<Object> untaken = new ArrayList<>();

    private CompletableFuture<Void> taken = CompletableFuture.completedFuture(null);
    private CompletionStage<Void> up = CompletableFuture.completedStage(null);
    private long received;
    private long polls;
    private @Nullable Wire waiting;

    ServedPolls(Ear ear) {
        this.ear = ear;
        this.listener = new GuardedListener(ear);
    }

    @Override
    public CompletionStage<Wire> wire() {
        return wire;
    }

    @Override
    public Peer peer() {
        return MANY;
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        return put(batch);
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        return put(List.of(notice));
    }

    private CompletionStage<Void> put(List<?> more) {
        CompletableFuture<Void> stage = new CompletableFuture<>();
        synchronized (this) {
            taken = stage;
            untaken.addAll(more);
        }
        if (listener.end() != null) {
            fail(stage);
        }
        serve();
        return stage;
    }

    @Override
    public void close(CloseReason reason) {
        CompletableFuture<Void> stage;
        Wire last;
        synchronized (this) {
            stage = taken;
            last = waiting;
            waiting = null;
        }
        if (last != null) {
            var unused = last.tell(new Notice.End(reason));
        }
        listener.onClosed(reason);
        fail(stage);
    }

    private static void fail(CompletableFuture<Void> stage) {
        stage.completeExceptionally(new AgentException(Code.LINK_LOST, "No poll comes any more."));
    }

    @Override
    public Attachment attach(AttachRequest request) {
        return new Place(Objects.requireNonNullElse(request.after(), 0L));
    }

    /** Gives the poll that waits what there is for it, which answers it. */
    private void serve() {
        Wire poll;
        List<Event> batch = new ArrayList<>();
        Notice notice = null;
        CompletableFuture<Void> done = null;
        synchronized (this) {
            poll = waiting;
            if (poll == null || untaken.isEmpty()) {
                return;
            }
            waiting = null;
            if (untaken.get(0) instanceof Notice first) {
                untaken.remove(0);
                notice = first;
                done = untaken.isEmpty() ? taken : null;
            } else {
                untaken.stream()
                        .takeWhile(Event.class::isInstance)
                        .map(Event.class::cast)
                        .forEach(batch::add);
            }
        }
        var unused = notice == null ? poll.write(batch) : poll.tell(notice);
        if (done != null) {
            done.complete(null);
        }
    }

    /** Answers the poll that waits with nothing. */
    private void answer() {
        Wire poll;
        synchronized (this) {
            poll = waiting;
            waiting = null;
        }
        if (poll != null) {
            var unused = poll.tell(new Notice.Heartbeat());
        }
    }

    private void begin(Wire poll, long after) {
        Wire older;
        boolean caughtUp;
        long number;
        synchronized (this) {
            number = ++polls;
            older = waiting;
            waiting = poll;
            untaken.removeIf(one -> one instanceof Event event && event.sequence() <= after);
            caughtUp = untaken.isEmpty();
            if (caughtUp) {
                taken.complete(null);
            }
        }
        if (older != null) {
            var unused = older.tell(new Notice.End(CloseReason.SUPERSEDED));
        }
        if (listener.end() != null) {
            var unused = poll.tell(new Notice.End(CloseReason.NORMAL));
        } else if (caughtUp) {
            var unused = poll.tell(new Notice.CaughtUp(after));
        }
        serve();
        wire.complete(this);
        later(HEARTBEAT_MILLIS, number, this::answer);
        later(PATIENCE_MILLIS, number, () -> close(CloseReason.LINK_LOST));
    }

    /** Does something unless another poll has come by then. */
    private void later(long millis, long poll, Runnable action) {
        CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS).execute(() -> {
            if (isLast(poll)) {
                action.run();
            }
        });
    }

    private synchronized boolean isLast(long poll) {
        return polls == poll;
    }

    /** Hands a message over once, behind those before it. */
    private CompletionStage<Void> hear(long sequence, byte[] utf8) {
        CompletableFuture<Void> heard = new CompletableFuture<>();
        CompletionStage<Void> before;
        synchronized (this) {
            if (sequence <= received) {
                return up;
            }
            received = sequence;
            before = up;
            up = heard;
        }
        before.thenCompose(next -> listener.onMessage(sequence, utf8)).thenRun(() -> heard.complete(null));
        return heard;
    }

    private synchronized void forget(Wire poll) {
        waiting = waiting == poll ? null : waiting;
    }

    /** The place of one poll. */
    private final class Place implements Attachment {
        private final long after;

        Place(long after) {
            this.after = after;
        }

        @Override
        public String connectionId() {
            return Loopback.CONNECTION;
        }

        @Override
        public long received() {
            return ear.received();
        }

        @Override
        public WireListener start(Wire poll) {
            begin(poll, after);
            return new WireListener() {
                @Override
                public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
                    return hear(sequence, utf8);
                }

                @Override
                public void onClosed(CloseReason reason) {
                    forget(poll);
                }
            };
        }

        @Override
        public void abandon(CloseReason reason) {
            close(reason);
        }
    }
}
