// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.runtime.client.Judgement.Meaning;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection on a wire, and knows which one that is.
 *
 * <ol>
 *   <li>A {@link Search} finds a wire;
 *   <li>while it is in use, the {@link Pulse} says whether it lives, and the {@link Climb} looks for a better one;
 *   <li>when it is lost, the {@link Judge} says what that means: mostly that another is searched after a while, for as long as the
 *       {@link Absence} may last.
 * </ol>
 *
 * <p>Its state is guarded by the connection's lock, which is never held around I/O.
 */
final class Mooring {
    private static final Logger log = LoggerFactory.getLogger(Mooring.class);
    /** How long a move may leave the connection without a wire before that is told. */
    private static final Duration SOON = Duration.ofSeconds(1);

    private final ResumableConnection connection;
    private final Identity identity;
    private final Object lock;
    private final Surroundings around;
    private final States states;
    private final String path;
    private final Ladder ladder;
    private final Affinity affinity = new Affinity();
    private final Absence absence;
    private final Judge judge;
    private final Search search;
    private final Climb climb;
    private final Pulse pulse;
    private final CompletableFuture<Void> first = new CompletableFuture<>();

    private @Nullable Carrier current;
    /** Whether the wire was superseded by one that is still being dialled. */
    private boolean adrift;

    private boolean over;

    Mooring(
            ResumableConnection connection,
            Identity identity,
            Object lock,
            Surroundings around,
            MessageLimits limits,
            States states) {
        this.connection = connection;
        this.identity = identity;
        this.lock = lock;
        this.around = around;
        this.states = states;
        this.path = Ladder.path(around.target());
        this.ladder = new Ladder(around.ways(), around.memory().recall(path));
        this.absence = new Absence(around.random(), around.connect().reconnectTime());
        this.judge = new Judge(connection, identity, ladder, affinity, absence);
        Pathfinder pathfinder = new Pathfinder(connection, around, limits);
        this.search = new Search(this, identity, lock, around, pathfinder, ladder);
        this.climb = new Climb(this, identity, lock, around, pathfinder, ladder);
        this.pulse = new Pulse(this, lock, around);
    }

    /** Looks for the first wire; fails if there is none, and then nothing is left. */
    CompletionStage<Void> begin() {
        int number;
        synchronized (lock) {
            number = search.next();
            states.add(new ConnectionState.Connecting());
        }
        states.tell();
        search.begin(number);
        return first;
    }

    /** Returns the wire on which messages go up, or null if there is none now. Guarded by the lock. */
    @Nullable Carrier current() {
        return current;
    }

    // ---- a wire is found, or none

    /** Takes a wire into use in place of the one before, which ends then; unless another search has been begun since. */
    void adopt(Carrier carrier, int number) {
        Carrier previous;
        boolean late;
        synchronized (lock) {
            boolean overtaken = carrier.isBeginning() && identity.isNamed();
            late = over || number != search.latest() || !identity.has(carrier) || overtaken;
            previous = current;
            if (!late && !carrier.over) {
                moor(carrier);
            }
        }
        if (late || carrier.over) {
            carrier.close(CloseReason.NORMAL);
            notFound(number, new AgentException(Code.LINK_LOST, "The link was cut as soon as it was made."));
            return;
        }
        log.debug(
                "Connected. transport={} peer={} connection={}", carrier.transport, carrier.address(), connection.id());
        around.memory().remember(path, carrier.transport);
        states.tell();
        if (previous != null) {
            previous.close(CloseReason.SUPERSEDED);
        }
        carrier.wake();
        first.complete(null);
        pulse.feel(carrier);
        if (!ladder.isBest(carrier.transport)) {
            climb.later(carrier);
        }
    }

    /** Called with the lock; the states must be told. */
    private void moor(Carrier carrier) {
        search.next();
        adrift = false;
        current = carrier;
        ladder.works(carrier.transport, connection.isUnbegun());
        if (!identity.isNamed()) {
            affinity.begin(carrier.begun);
        }
        connection.moored(carrier);
        states.add(new ConnectionState.Connected(carrier.transport));
        if (!ladder.isBest(carrier.transport)) {
            states.add(new ConnectionState.Degraded("Connected through " + carrier.transport
                    + ", which is not the best way." + (carrier.troubles.isEmpty() ? "" : " " + carrier.troubles)));
        }
    }

    /** Learns that a search has found nothing. */
    void notFound(int number, AgentException failure) {
        Judgement judgement = null;
        synchronized (lock) {
            if (over || current != null || number != search.latest()) {
                return;
            }
            if (first.isDone()) {
                judgement = judge.notFound(failure, around.timers().now());
                if (judgement.meaning() == Meaning.COME_BACK) {
                    comeBack(judgement.why());
                }
            } else {
                over = true;
                states.add(ConnectionState.Closed.of(failure.reason()));
            }
        }
        if (judgement == null) {
            first.completeExceptionally(failure);
        } else {
            judgement.carryOut(connection);
        }
        states.tell();
    }

    // ---- the wire is lost, or left

    /** Learns that a wire is gone. */
    void lost(Carrier carrier, CloseReason reason) {
        Judgement judgement;
        synchronized (lock) {
            carrier.over = true;
            if (carrier != current) {
                return;
            }
            current = null;
            long now = around.timers().now();
            ladder.ended(carrier.transport, absence.begin(carrier, now), now);
            judgement = judge.lost(carrier, reason, now);
            adrift = climb.isUnderWay() && reason.code() == Code.SUPERSEDED;
            if (adrift) {
                around.timers().after(SOON, this::tellAdrift);
            } else if (judgement.meaning() == Meaning.COME_BACK) {
                comeBack(reason);
            }
        }
        log.debug("The wire ended: {} transport={} connection={}", reason, carrier.transport, connection.id());
        judgement.carryOut(connection);
        states.tell();
    }

    /** Learns that another wire has named the connection: the one in use may still wait for an answer that never comes. */
    void named() {
        Carrier waiting;
        synchronized (lock) {
            waiting = current;
        }
        if (waiting != null && waiting.isBeginning()) {
            CloseReason reason = new CloseReason(Code.LINK_LOST, "Another wire has brought what this one waits for.");
            waiting.close(reason);
            lost(waiting, reason);
        }
    }

    /** Looks again after a while. Called with the lock; the states must be told. */
    private void comeBack(CloseReason why) {
        ConnectionState.Reconnecting next = absence.next(why);
        states.add(next);
        search.after(next.nextTry());
    }

    /** Begins to look for the wire of another connection, in place of one that is gone. */
    void renew(CloseReason why) {
        Carrier left;
        synchronized (lock) {
            if (over) {
                return;
            }
            left = leave();
            absence.begin(left != null, around.timers().now());
            comeBack(why);
        }
        if (left != null) {
            left.close(CloseReason.NORMAL);
        }
        states.tell();
    }

    /** Stops for good. Returns the wire that is to be closed, or null. Called with the lock. */
    @Nullable Carrier end() {
        over = true;
        search.next();
        return leave();
    }

    private @Nullable Carrier leave() {
        Carrier left = current;
        current = null;
        if (left != null) {
            left.over = true;
        }
        return left;
    }

    /** Lets go of what is being looked for. Called without the lock, after {@link #end}. */
    void cancel() {
        search.cancel();
        climb.cancel();
    }

    // ---- moving

    /** Tries at once: the network has changed, or somebody looks. */
    void retryNow() {
        Carrier carrier;
        boolean waits;
        int number;
        synchronized (lock) {
            carrier = current;
            waits = !over && carrier == null && !search.isUnderWay() && first.isDone();
            number = waits ? search.next() : search.latest();
        }
        if (waits) {
            search.begin(number);
        } else if (carrier != null) {
            climb.now(carrier);
        }
    }

    /** Takes a wire that a move has found. */
    void moveTo(Carrier better) {
        int number;
        synchronized (lock) {
            number = search.latest();
        }
        adopt(better, number);
    }

    /** Tells that a move takes its time, and the old wire is gone. */
    private void tellAdrift() {
        synchronized (lock) {
            if (adrift && !over) {
                states.add(absence.now("The link was taken over by one that is still being made."));
            }
        }
        states.tell();
    }

    /** Learns that a move has found nothing; it may have cost the wire that was in use. */
    void moveFailed() {
        synchronized (lock) {
            if (adrift && !over) {
                adrift = false;
                comeBack(new CloseReason(Code.LINK_LOST, "The move to a better transport did not succeed."));
            }
        }
        states.tell();
    }
}
