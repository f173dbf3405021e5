// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Streams;
import java.time.Duration;
import java.util.List;

/**
 * The parts of one connection, and what concerns several of them.
 *
 * <p>Its monitor is the connection's one lock, held by whoever uses a part. Two things are done without it: draining the {@link
 * #line} and waking the {@link #readers}.
 */
final class Parts {
    private static final Duration LAST_WORDS = Duration.ofSeconds(10);

    final Journal journal;
    final Life life = new Life();
    final Readers readers = new Readers();
    final Watch watch;
    final Clients clients;
    final Sessions sessions;
    final Router router;
    final Cursors cursors;
    final Demand demand;
    final Delivery delivery;
    final AgentLine line;
    final Intake up;
    private final ConnectionLimits limits;
    private long waitsUntil;

    /** Creates the parts of the connection of that name. */
    Parts(String name, ConnectionLimits limits, Journal journal, long now) {
        this.limits = limits;
        this.journal = journal;
        this.watch = new Watch(limits, now);
        this.clients = new Clients(limits);
        this.sessions = new Sessions(limits);
        this.router = new Router(limits, sessions);
        this.cursors = new Cursors(journal, clients, readers);
        this.demand = new Demand(journal);
        this.delivery = new Delivery(journal, cursors);
        this.line = new AgentLine(limits);
        this.up = new Intake(name, router, readers, journal, line);
    }

    /** Returns, once, whether the agent is to be started: {@code initialize} has come. */
    boolean starts(long now) {
        if (!life.isReserved() || !up.isInitializing()) {
            return false;
        }
        life.start();
        watch.initializing(now);
        return true;
    }

    /** Begins the end: what is pending gets an error, readers deliver what there is. Returns whether this is the first reason. */
    boolean end(CloseReason why, long now) {
        if (!life.end(why)) {
            return false;
        }
        router.drain()
                .forEach(request -> journal.append(request.getValue().stream(), JsonRpc.error(request.getKey(), why)));
        readers.end(null, why, now);
        waitsUntil = now + (isNews(why.code()) ? LAST_WORDS.toNanos() : 0);
        return true;
    }

    /** Returns whether clients do not know of such an end by themselves. */
    private static boolean isNews(Code code) {
        return switch (code) {
            case NORMAL, SHUTDOWN, UNREAD, LINK_LOST, SUPERSEDED -> false;
            default -> true;
        };
    }

    /** Does not wait for anybody who is away. */
    void hurry(long now) {
        waitsUntil = now;
    }

    /**
     * Returns, once, whether the end is complete; nothing is kept then. A client that is away, between two polls for instance, has
     * {@link #LAST_WORDS} to come back and hear what was said last, and why it ended.
     */
    boolean finish(long now) {
        boolean waits = waitsUntil - now > 0 && clients.anyUntold();
        if (!life.finish(waits || !readers.isEmpty())) {
            return false;
        }
        journal.clear();
        return true;
    }

    /** Ends a session's streams; what else it leaves is freed after a while. */
    void endSession(String sessionId, CloseReason why, long now) {
        readers.end(sessionId, why, now);
        watch.sessionEnded(sessionId, now);
    }

    /**
     * Frees what belongs to sessions that ended, never came or lie idle, and to clients that left.
     *
     * @return whether there is something to tell because of it
     */
    boolean forget(long now) {
        CloseReason lost = new CloseReason(Code.SESSION_UNKNOWN, "The session did not come.");
        sessions.expire(true, now - limits.provisionalTime().toNanos(), router::isAsked)
                .forEach(session -> endSession(session, lost, now));
        sessions.expire(false, now - limits.unreadTime().toNanos(), this::isUsed)
                .forEach(session -> watch.sessionEnded(session, now));
        boolean tells = false;
        for (String sessionId : watch.endedSessions(now)) {
            if (!sessions.has(sessionId)) {
                tells |= free(sessionId);
            }
        }
        clients.expire(now, readers);
        journal.shed();
        return tells;
    }

    private boolean isUsed(String sessionId) {
        return readers.anyOn(sessionId)
                || router.isAsked(sessionId)
                || journal.hasUndelivered(Streams.session(sessionId));
    }

    /** Frees what an ended session has left; its requests without an answer get one now. */
    private boolean free(String sessionId) {
        journal.drop(sessionId);
        clients.forget(sessionId);
        List<String> unanswered = router.forget(sessionId);
        CloseReason why = new CloseReason(Code.SESSION_UNKNOWN, "The session ended without an answer.");
        unanswered.forEach(request -> journal.append(null, JsonRpc.error(request, why)));
        return !unanswered.isEmpty();
    }
}
