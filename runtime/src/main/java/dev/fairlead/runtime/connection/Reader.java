// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Wire;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal for one wire, from a cursor; its {@link Pump} does the carrying.
 *
 * <p>Fields without a word about them are guarded by the connection.
 */
final class Reader {
    final Client client;
    final Streams streams;
    final boolean lasting;
    final String transport;
    final Pulse pulse;
    final Notices notices = new Notices();
    private final boolean acknowledges;
    private final Wire wire;
    private final Pump pump;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    /** The last sequence handed to the wire. */
    long cursor;

    /** Whether the cursor is set; until then older wires of the client take what is theirs. */
    boolean placed;

    /** Whether events are on their way to the wire. */
    boolean taking;

    /** The last sequence that the wire has taken, and when. */
    private long taken;

    private long takenAt;

    /** Up to where missing events need no announcement: the client did not ask for them. */
    long unasked;

    /** Whether the wire is to be told when it has caught up. */
    boolean replaying;

    /** Whether a heartbeat is to be told as soon as there is nothing else. */
    boolean heartbeatDue;

    /** What the wire's peer is to be told of its messages. */
    final Receipt receipt = new Receipt();

    /** Why the reader is to end, if it is. */
    @Nullable CloseReason ending;

    /** Whether it reads all that there is before it ends. */
    boolean drains;

    private long endingSince;

    Reader(Wires wires, Client client, AttachRequest request, Wire wire, Surroundings around) {
        this.client = client;
        this.streams = request.streams();
        this.lasting = request.lasting();
        this.transport = request.peer().transport();
        this.acknowledges = request.acknowledges();
        this.wire = wire;
        this.pulse = new Pulse(around.timers(), request.heartbeat());
        this.pump = new Pump(this, wires, wire, around.delivery());
    }

    /** Says that there may be something to deliver. Never blocks; any thread. */
    void wake() {
        pump.wake();
    }

    /** Says so if a heartbeat or the end is due, or the beginning. */
    void wakeIfDue() {
        if (heartbeatDue || ending != null || !placed) {
            wake();
        }
    }

    /** The wire has taken the events up to a sequence. Guarded by the connection. */
    void taken(long upTo, long now) {
        taking = false;
        taken = upTo;
        takenAt = now;
    }

    /** Returns whether a newer one waits for events that the wire does not take. Guarded by the connection. */
    boolean holdsUp(long now, Duration most) {
        return taking && CloseReason.SUPERSEDED.equals(ending) && now - endingSince > most.toNanos();
    }

    /** Returns whether only the client can say what it has: what the wire took may be lost on the way. Guarded by the connection. */
    boolean isAcknowledged() {
        return acknowledges || client.isAcknowledging(streams);
    }

    /** Returns whether the client should have acknowledged long ago what the wire took. Guarded by the connection. */
    boolean isOwed(long now, Duration most) {
        return isAcknowledged() && taken > client.acknowledged(streams) && now - takenAt > most.toNanos();
    }

    /** Tells the reader to end at once, even if it was to end when it had read all: a newer one reads that. Guarded by the connection. */
    void supersede(long now) {
        end(CloseReason.SUPERSEDED, false, now);
        ending = CloseReason.SUPERSEDED;
        drains = false;
    }

    /** Tells the reader to end; only the first reason counts. Guarded by the connection. */
    void end(CloseReason reason, boolean afterAll, long now) {
        if (ending == null) {
            ending = reason;
            drains = afterAll;
            endingSince = now;
        }
    }

    /**
     * Returns whether the last words take too long: since they began, or as long as there is more to read than the reason and the
     * gateway goes on, since the last progress. Guarded by the connection.
     */
    boolean isOverdue(long now, Duration most) {
        if (ending == null) {
            return false;
        }
        long passed = now - endingSince;
        if (drains && ending.code() != Code.SHUTDOWN) {
            passed = Math.min(passed, now - pulse.lastWrite());
        }
        return passed > most.toNanos();
    }

    /** Returns a stage that completes when the wire is gone. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Cuts the wire. Called without the connection's lock. */
    void cut(CloseReason reason) {
        wire.close(reason);
    }
}
