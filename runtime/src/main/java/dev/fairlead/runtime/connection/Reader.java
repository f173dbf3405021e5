// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.Wire;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers the journal to one wire, from a cursor.
 *
 * <p>{@link #wake} may come from anywhere, as often as it likes; one pump at a time asks for the {@linkplain Step next
 * step}, puts it on the wire and waits for the wire's stage. While a batch is under way the journal grows, so that a slow wire gets
 * fewer, larger batches.
 *
 * <p>Fields without a word about them are guarded by the connection.
 */
final class Reader {
    private static final Logger log = LoggerFactory.getLogger(Reader.class);
    private static final int STEPS_IN_A_ROW = 4;

    final Client client;
    final Streams streams;
    final boolean lasting;
    final Pulse pulse;
    final Notices notices = new Notices();
    private final boolean acknowledges;
    private final Wires wires;
    private final Wire wire;
    private final Surroundings around;
    private final AtomicInteger wakes = new AtomicInteger();

    /** Which of two comes: the end of a write, and the pump that leaves it alone. The second goes on. */
    private final AtomicBoolean second = new AtomicBoolean();

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
        this.wires = wires;
        this.client = client;
        this.streams = request.streams();
        this.lasting = request.lasting();
        this.acknowledges = request.acknowledges();
        this.wire = wire;
        this.around = around;
        this.pulse = new Pulse(around.timers(), request.heartbeat());
    }

    /** Says that there may be something to deliver. Never blocks; any thread. */
    void wake() {
        if (wakes.getAndIncrement() == 0) {
            pumpSoon();
        }
    }

    /** Says so if a heartbeat or the end is due, or the beginning. */
    void wakeIfDue() {
        if (heartbeatDue || ending != null || !placed) {
            wake();
        }
    }

    private void pumpSoon() {
        around.delivery().execute(this::pump);
    }

    private void pump() {
        for (int steps = 0; steps < STEPS_IN_A_ROW; steps++) {
            int seen = wakes.get();
            Step step = wires.next(this);
            if (step == null) {
                if (wakes.addAndGet(-seen) == 0) {
                    return;
                }
                continue;
            }
            CompletableFuture<Void> written = put(step);
            if (!written.isDone() && !endsHere(written, step)) {
                return;
            }
            if (!completed(step, written.isCompletedExceptionally())) {
                return;
            }
        }
        pumpSoon();
    }

    /**
     * Returns whether a write has ended while it was being waited for: then the caller goes on. Otherwise whoever ends it does, which
     * saves a change of threads.
     */
    private boolean endsHere(CompletableFuture<Void> written, Step step) {
        second.set(false);
        var unused = written.whenComplete((nothing, failure) -> {
            if (second.getAndSet(true) && completed(step, failure != null)) {
                pump();
            }
        });
        return second.getAndSet(true);
    }

    private CompletableFuture<Void> put(Step step) {
        pulse.writing(step.bytes());
        Notice notice = step.notice();
        try {
            return (notice == null ? wire.write(step.events()) : wire.tell(notice)).toCompletableFuture();
        } catch (RuntimeException e) {
            log.error(
                    "A wire threw instead of failing its stage; it is cut. transport={}",
                    wire.peer().transport(),
                    e);
            wire.close(CloseReason.LINK_LOST);
            return CompletableFuture.failedFuture(e);
        }
    }

    /** Returns whether to go on. After a failure or the last step the pump never runs again. */
    private boolean completed(Step step, boolean failed) {
        pulse.written();
        if (failed) {
            return false;
        }
        CloseReason end = step.end();
        if (end != null) {
            wire.close(end);
            return false;
        }
        if (!step.events().isEmpty()) {
            wires.taken(this, step.events().get(step.events().size() - 1).sequence());
        }
        return true;
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

    /** Cuts the wire. Called without the connection's lock. */
    void cut(CloseReason reason) {
        wire.close(reason);
    }
}
