// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A wire through a network that can be slow, stall, fall silent or break, seen from both ends. */
final class SimulatedWire implements Wire {
    /** What the network does to it. */
    enum Condition {
        /** Bytes are taken soon, and arrive. */
        GOOD,
        /** No bytes are taken any more. */
        STALLED,
        /** A few more are taken; none arrives, and neither end is told. */
        HALF_OPEN
    }

    private static final int KERNEL_BUFFER = 3;

    final Streams streams;
    final boolean acknowledges;
    private final World world;
    private final SimulatedClient client;
    private final WireAudit audit;
    private final Deque<Object> flight = new ArrayDeque<>();
    private Condition condition = Condition.GOOD;
    private int buffered;
    private @Nullable CompletableFuture<Void> underWay;
    private long underWayUpTo;
    private @Nullable WireListener listener;
    private @Nullable CloseReason closed;
    private boolean gone;
    private boolean deaf;

    SimulatedWire(World world, SimulatedClient client, AttachRequest request, WireAudit audit) {
        this.world = world;
        this.client = client;
        this.streams = request.streams();
        this.acknowledges = request.acknowledges();
        this.audit = audit;
    }

    void hears(WireListener heard) {
        listener = heard;
    }

    @Nullable WireListener listener() {
        return gone ? null : listener;
    }

    Condition condition() {
        return condition;
    }

    /** Returns whether neither end has given it up. */
    boolean isOpen() {
        return closed == null && !gone && !deaf;
    }

    boolean isAttached() {
        return listener != null;
    }

    /** Returns whether the server side is told nothing more. */
    boolean isGone() {
        return gone;
    }

    /** Returns whether, if nothing more happened, something that was said would never be written. */
    boolean isForgotten() {
        boolean idle = closed == null && !gone && listener != null && underWay == null && !audit.hasEnded();
        return idle && (world.isOver() || !audit.owesNothing()) && !waitsForOlder();
    }

    /** Returns whether it cannot begin, because an older wire of the client may still take what it would begin with. */
    boolean waitsForOlder() {
        return audit.isToBegin() && world.wires.stream().anyMatch(older -> older.isTakingFrom(client, streams));
    }

    private boolean isTakingFrom(SimulatedClient whose, Streams what) {
        return client == whose && streams.overlap(what) && underWay != null && underWayUpTo > 0 && !gone;
    }

    // ---- the server's end

    @Override
    public Peer peer() {
        return World.PEER;
    }

    @Override
    public CompletionStage<Void> write(List<Event> batch) {
        world.invariants.trace("{} < {}", this, batch);
        world.tally.count(batch.size() > 1 ? "batch" : "single event");
        if (!gone) {
            audit.wrote(batch);
        }
        return begin(batch, batch.get(batch.size() - 1).sequence());
    }

    @Override
    public CompletionStage<Void> tell(Notice notice) {
        world.invariants.trace("{} < {}", this, notice);
        world.tally.count(notice.name());
        if (!gone) {
            audit.told(notice);
        }
        return begin(notice, 0);
    }

    private CompletionStage<Void> begin(Object item, long upTo) {
        world.requireUnlocked("a wire is written to");
        world.invariants.check(underWay == null, "[1.1] two writes at once on {}", streams);
        if (closed != null || gone) {
            return CompletableFuture.failedStage(new IllegalStateException("closed"));
        }
        boolean taken = condition == Condition.GOOD || (condition == Condition.HALF_OPEN && buffered++ < KERNEL_BUFFER);
        if (condition == Condition.GOOD) {
            flight.add(item);
            world.scheduler.execute(this::arrive);
        }
        if (taken && world.chance.oneIn(3)) {
            taken(upTo);
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<Void> stage = new CompletableFuture<>();
        underWay = stage;
        underWayUpTo = upTo;
        if (taken) {
            world.scheduler.execute(() -> complete(stage));
        }
        return stage;
    }

    private void complete(CompletableFuture<Void> stage) {
        if (underWay == stage && condition != Condition.STALLED) {
            underWay = null;
            taken(underWayUpTo);
            stage.complete(null);
        }
    }

    private void taken(long upTo) {
        world.invariants.trace("{} has taken {}", this, upTo);
        if (upTo > 0) {
            if (!acknowledges && !client.isAcknowledging(streams)) {
                world.ledger.delivered(streams, upTo);
            }
            client.handed(streams, upTo);
        }
    }

    @Override
    public void close(CloseReason reason) {
        world.requireUnlocked("a wire is closed");
        if (closed == null) {
            world.invariants.trace("{} is closed: {}", this, reason);
            world.tally.count("closed " + reason.code().text());
            closed = reason;
            world.scheduler.execute(() -> over(reason));
        }
    }

    private void over(CloseReason reason) {
        if (gone) {
            return;
        }
        gone = true;
        world.invariants.trace("{} is over: {}", this, reason);
        CompletableFuture<Void> failed = underWay;
        underWay = null;
        if (failed != null) {
            failed.completeExceptionally(new IllegalStateException("closed"));
        }
        listener.onClosed(reason);
    }

    // ---- the client's end

    private void arrive() {
        Object item = flight.poll();
        if (item == null || deaf || condition == Condition.HALF_OPEN) {
            return;
        }
        if (item instanceof Notice notice) {
            client.heard(this, notice);
        } else {
            for (Object event : (List<?>) item) {
                client.received(this, (Event) event);
            }
        }
    }

    /** The client listens no more and says nothing of it. */
    void abandon() {
        world.invariants.trace("{} is abandoned", this);
        deaf = true;
        condition = Condition.HALF_OPEN;
    }

    // ---- the network

    void suffer(Condition what) {
        if (condition == Condition.GOOD) {
            world.invariants.trace("{} is {} now", this, what);
            condition = what;
        }
    }

    /** The link breaks, maybe in the middle of a batch; both ends are told. */
    void cut() {
        world.invariants.trace("{} is cut", this);
        world.tally.count(underWay == null ? "cut" : "cut while writing");
        if (world.chance.oneIn(2) && flight.peek() instanceof List<?> batch && !deaf && condition == Condition.GOOD) {
            int arrived = world.chance.below(batch.size() + 1);
            for (int i = 0; i < arrived; i++) {
                client.received(this, (Event) batch.get(i));
            }
        }
        deaf = true;
        flight.clear();
        world.scheduler.execute(() -> over(CloseReason.LINK_LOST));
    }

    @Override
    public String toString() {
        return "wire " + Integer.toHexString(hashCode()) + " of " + client + " on " + streams + " " + condition
                + (gone ? " gone" : "") + (deaf ? " deaf" : "");
    }
}
