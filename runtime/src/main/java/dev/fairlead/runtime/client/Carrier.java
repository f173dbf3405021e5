// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import dev.fairlead.api.spi.Wire;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.connection.Timers;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A wire that carries a connection, or is about to: hears it, and lets its {@link Pump} write to it.
 *
 * <p>Fields without a word about them are guarded by the connection.
 */
final class Carrier implements WireListener {
    private static final Logger log = LoggerFactory.getLogger(Carrier.class);

    private final ResumableConnection connection;
    private final Sending sending;
    private final Timers timers;
    private final MessageLimits limits;
    private final boolean posts;
    private volatile @Nullable Wire wire;
    private volatile @Nullable Pump pump;
    private volatile long heard;
    private volatile boolean waited;
    private volatile boolean proven;

    /** The id of the transport. */
    final String transport;

    /** Which of the connections, one after the other, it belongs to. */
    final int epoch;

    /** The cursor that it was dialled with. */
    final long after;

    private final boolean begins;

    final Receipt receipt;
    final long begun;

    /** What the gateway said at first; a server that is no Fairlead says nothing. */
    volatile Notice.@Nullable Attached attached;

    /** What went wrong with other transports before; empty if nothing did. */
    String troubles = "";

    /** The number of the newest message that was put on it. */
    long written;

    /** Whether it has brought anything new. */
    boolean progressed;

    boolean heartbeatDue;
    boolean over;

    Carrier(
            ResumableConnection connection,
            Sending sending,
            Way way,
            int epoch,
            Resumption from,
            Timers timers,
            MessageLimits limits) {
        this.connection = connection;
        this.sending = sending;
        this.transport = way.id();
        this.posts = way.posts();
        this.epoch = epoch;
        this.after = from.after() == null ? 0 : from.after();
        this.begins = from.connectionId() == null;
        this.receipt = new Receipt(way.receipts());
        this.timers = timers;
        this.limits = limits;
        this.begun = timers.now();
        this.heard = begun;
    }

    /** Learns that the wire is open. */
    Carrier open(Wire opened) {
        wire = opened;
        pump = new Pump(this, sending, opened, timers);
        heard = timers.now();
        wake();
        return this;
    }

    Carrier troubledBy(String others) {
        troubles = others;
        return this;
    }

    /** Returns whether the gateway has said something. Any thread. */
    boolean isProven() {
        return proven;
    }

    /** Returns whether it still has to learn which connection it is on: it was dialled before that had a name. */
    boolean isBeginning() {
        return begins && attached == null;
    }

    /** Returns how long it may be silent: what is asked for, but no less than two heartbeats. */
    static Duration mayBeSilent(Duration asked, Duration heartbeat) {
        Duration two = heartbeat.multipliedBy(2);
        return asked.compareTo(two) > 0 ? asked : two;
    }

    /** Returns whether nothing has been heard for that time, in nanoseconds, though we would have listened. */
    boolean isSilent(long now, long most) {
        boolean speaks = attached != null || !posts; // of what a plain server does on a silent stream nobody knows
        return speaks && !waited && now - heard > most;
    }

    /** Returns whether nothing has been written for that time, in nanoseconds. */
    boolean isIdle(long now, long least) {
        Pump open = pump;
        return open != null && open.isIdle(now, least);
    }

    /** Returns where the other end is, for logs. */
    String address() {
        Wire open = wire;
        return open == null ? "-" : open.peer().address();
    }

    /** Ends the wire. */
    void close(CloseReason reason) {
        Wire open = wire;
        if (open != null) {
            open.close(reason);
        }
    }

    // ---- the way up

    /** Writes what there is to write, unless that is under way. Called without any lock. */
    void wake() {
        Pump open = pump;
        if (open != null) {
            open.wake();
        }
    }

    /** Tells the gateway up to where its messages have come, when that is due; called after each of them. */
    void acknowledge(boolean first) {
        if (receipt.isDue()) {
            wake();
        } else if (first) {
            timers.after(receipt.latest(), () -> {
                receipt.expire();
                wake();
            });
        }
    }

    // ---- the way down

    @Override
    public CompletionStage<Void> onMessage(long sequence, byte[] utf8) {
        heard = timers.now();
        int size = utf8.length;
        Message message = null;
        try {
            message = Message.read(utf8, limits);
        } catch (AgentException e) {
            log.warn(
                    "The gateway sent {} bytes that are no message; they are skipped: {} connection={}",
                    size,
                    e.getMessage(),
                    connection.id());
        }
        CompletionStage<Void> taken = connection.take(this, sequence, message, size);
        if (!taken.toCompletableFuture().isDone()) {
            waited = true;
            return taken.whenComplete((nothing, failure) -> {
                heard = timers.now();
                waited = false;
            });
        }
        return taken;
    }

    @Override
    public void onAcknowledged(long sequence) {
        heard = timers.now();
        sending.acknowledged(this, sequence);
    }

    @Override
    public void onNotice(Notice notice) {
        heard = timers.now();
        proven = true;
        connection.noticed(this, notice);
    }

    @Override
    public void onAlive() {
        heard = timers.now();
    }

    @Override
    public void onClosed(CloseReason reason) {
        connection.lost(this, reason);
    }
}
