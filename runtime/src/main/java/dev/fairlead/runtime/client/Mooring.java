// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.Resumption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection on a wire: looks for one, comes back when it is lost, moves to a better one, gives up in the end.
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
    private final Pathfinder pathfinder;
    private final Ladder ladder;
    private final String path;
    private final Absence absence;
    private final Climb climb;
    private final Pulse pulse;
    private final Affinity affinity = new Affinity();
    private final CompletableFuture<Void> first = new CompletableFuture<>();

    private @Nullable Carrier current;
    private @Nullable CompletableFuture<Carrier> search;
    private int turn;
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
        this.pathfinder = new Pathfinder(around, limits);
        this.path = Ladder.path(around.target());
        this.ladder = new Ladder(around.ways(), around.memory().recall(path));
        this.absence = new Absence(around.random(), around.connect().reconnectTime());
        this.pulse = new Pulse(this, around.timers());
        this.climb = new Climb(this, connection, identity, lock, around, pathfinder, ladder);
    }

    /** Looks for the first wire; fails if there is none, and then nothing is left. */
    CompletionStage<Void> begin() {
        int now;
        synchronized (lock) {
            now = turn;
            states.add(new ConnectionState.Connecting());
        }
        states.tell();
        search(now);
        return first;
    }

    /** Returns the wire on which messages go up, or null if there is none now. Guarded by the lock. */
    @Nullable Carrier current() {
        return current;
    }

    // ---- looking

    private void search(int asked) {
        List<Way> order;
        Selector.Pace pace;
        Resumption resumption;
        synchronized (lock) {
            if (over || asked != turn) {
                return;
            }
            long now = around.timers().now();
            order = ladder.order(now);
            pace = ladder.isKnown(now) ? Selector.Pace.KNOWN_PATH : Selector.Pace.UNKNOWN_PATH;
            resumption = identity.resumption();
        }
        CompletableFuture<Carrier> found =
                pathfinder.find(order, pace, resumption, way -> connection.carrier(way, resumption));
        synchronized (lock) {
            search = found;
        }
        var unused = found.whenComplete((carrier, failure) -> {
            synchronized (lock) {
                search = null;
            }
            if (carrier != null) {
                adopt(carrier, asked);
            } else if (!found.isCancelled()) {
                failed(asked, Race.reason(failure));
            }
        });
    }

    /** Takes a wire into use in place of the one before, which ends then; unless another search has been begun since. */
    private void adopt(Carrier carrier, int asked) {
        Carrier previous;
        boolean late;
        synchronized (lock) {
            late = over || asked != turn || !identity.has(carrier);
            previous = current;
            if (!late && !carrier.over) {
                adrift = false;
                current = carrier;
                turn++;
                ladder.works(carrier.transport, connection.isUnbegun());
                if (!identity.isNamed()) {
                    affinity.begin(carrier.begun);
                }
                connection.moored(carrier);
                states.add(new ConnectionState.Connected(carrier.transport));
                String why = degradation(carrier);
                if (!why.isEmpty()) {
                    states.add(new ConnectionState.Degraded(why));
                }
            }
        }
        if (late || carrier.over) {
            carrier.close(CloseReason.NORMAL);
            failed(asked, new AgentException(Code.LINK_LOST, "The link was cut as soon as it was made."));
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

    private String degradation(Carrier carrier) {
        if (!ladder.isBest(carrier.transport)) {
            return "Connected through " + carrier.transport + ", which is not the best way."
                    + (carrier.troubles.isEmpty() ? "" : " " + carrier.troubles);
        }
        return "";
    }

    private void failed(int asked, AgentException failure) {
        CloseReason why;
        CloseReason end = null;
        boolean gone = false;
        synchronized (lock) {
            if (over || current != null || asked != turn) {
                return;
            }
            long now = around.timers().now();
            why = affinity.explain(failure.reason(), now);
            if (!first.isDone()) {
                over = true;
                states.add(ConnectionState.Closed.of(failure.reason()));
            } else if (failure.code() == Code.UNAUTHORIZED
                    || failure.code() == Code.FORBIDDEN
                    || (ladder.isRejecting() && connection.isUnbegun())) {
                end = failure.reason();
            } else if (failure.code() == Code.CONNECTION_UNKNOWN
                    && identity.isNamed()
                    && !isToBeBegunAgain(failure.code())) {
                gone = true;
            } else {
                end = absence.end(failure, now);
                if (end == null) {
                    comeBack(failure.reason());
                }
            }
        }
        if (!first.isDone()) {
            first.completeExceptionally(failure);
        } else if (gone) {
            connection.gone(why);
        } else if (end != null) {
            connection.end(end);
        }
        states.tell();
    }

    /** Looks again after a while. Called with the lock; the states must be told. */
    private void comeBack(CloseReason why) {
        turn++;
        int asked = turn;
        ConnectionState.Reconnecting next = absence.next(why);
        states.add(next);
        around.timers().after(next.nextTry(), () -> search(asked));
    }

    // ---- losing

    /** Learns that a wire is gone. */
    void lost(Carrier carrier, CloseReason reason) {
        CloseReason why;
        boolean ended;
        boolean gone;
        boolean elsewhere;
        synchronized (lock) {
            carrier.over = true;
            if (over || carrier != current) {
                return;
            }
            current = null;
            long now = around.timers().now();
            Duration lived = absence.begin(carrier, now);
            ladder.ended(carrier.transport, lived, now);
            why = affinity.explain(reason, now);
            ended = isLastWord(reason.code());
            boolean again = isToBeBegunAgain(reason.code());
            boolean unattached = !ended && !again && !identity.isNamed();
            gone = unattached || (!again && affinity.isMissing(reason.code(), now));
            elsewhere = unattached && connection.isUnbegun() && ladder.leave(carrier.transport, now);
            adrift = climb.isUnderWay() && reason.code() == Code.SUPERSEDED;
            if (adrift) {
                around.timers().after(SOON, () -> tellAdrift(carrier));
            }
            if (!ended && !gone && !adrift) {
                comeBack(reason);
            }
        }
        log.debug("The wire ended: {} transport={} connection={}", reason, carrier.transport, connection.id());
        if (ended) {
            connection.end(reason);
        } else if (elsewhere) {
            connection.beginElsewhere(reason);
        } else if (gone) {
            connection.gone(why);
        }
        states.tell();
    }

    /** Returns whether the gateway says with that code that there is nothing to come back to. */
    private static boolean isLastWord(Code code) {
        return switch (code) {
            case AGENT_EXITED, AGENT_UNAVAILABLE, NORMAL, UNAUTHORIZED, FORBIDDEN -> true;
            default -> false;
        };
    }

    /** Returns whether a connection that failed with that code is to be begun again in the same name. Called with the lock. */
    private boolean isToBeBegunAgain(Code code) {
        if (!connection.isToBeBegunAgain()) {
            return false;
        }
        return switch (code) {
            case LINK_LOST, TIMED_OUT, STALLED, SUPERSEDED, LIMIT_REACHED, SHUTDOWN -> true;
            case CONNECTION_UNKNOWN -> identity.unname();
            default -> false;
        };
    }

    /** Begins to look for the wire of another connection, in place of one that is gone. */
    void renew(CloseReason why) {
        Carrier left;
        synchronized (lock) {
            if (over) {
                return;
            }
            left = current;
            absence.begin(left != null, around.timers().now());
            if (left != null) {
                left.over = true;
            }
            current = null;
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
        turn++;
        Carrier left = current;
        current = null;
        if (left != null) {
            left.over = true;
        }
        return left;
    }

    /** Lets go of what is being looked for. Called without the lock, after {@link #end}. */
    void cancel() {
        CompletableFuture<Carrier> searching;
        synchronized (lock) {
            searching = search;
        }
        if (searching != null) {
            searching.cancel(true);
        }
        climb.cancel();
    }

    // ---- moving

    /** Tries at once: the network has changed, or somebody looks. */
    void retryNow() {
        Carrier carrier;
        int now;
        boolean waits;
        synchronized (lock) {
            carrier = current;
            waits = !over && carrier == null && search == null && first.isDone();
            if (waits) {
                turn++;
            }
            now = turn;
        }
        if (waits) {
            search(now);
        } else if (carrier != null) {
            climb.now(carrier);
        }
    }

    /** Returns whether a wire is the one in use, and a Fairlead's. Called with the lock. */
    boolean isUsing(Carrier carrier) {
        return !over && current == carrier && carrier.attached != null;
    }

    /** Takes a wire that a move has found. */
    void moveTo(Carrier better) {
        int now;
        synchronized (lock) {
            now = turn;
        }
        adopt(better, now);
    }

    /** Tells that a move takes its time, and the old wire is gone. */
    private void tellAdrift(Carrier left) {
        synchronized (lock) {
            if (adrift && !over && left.over) {
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

    // ---- liveness

    /** Looks whether a wire in use has been silent, and whether a heartbeat is due. Called by its {@link Pulse}; null if it is over. */
    Pulse.@Nullable Beat beat(Carrier carrier) {
        synchronized (lock) {
            return over || carrier.over || current != carrier
                    ? null
                    : Pulse.beat(
                            carrier, around.connect().silence(), around.timers().now());
        }
    }

    /** Learns that nothing came over a wire for too long. */
    void dead(Carrier carrier, Duration silence) {
        CloseReason reason = new CloseReason(Code.LINK_LOST, "Nothing came for " + silence.toMillis() + " ms.");
        carrier.close(reason);
        lost(carrier, reason);
    }
}
