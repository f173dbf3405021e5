// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The sessions of one connection: those that are known, and the provisional ones that only a stream is open for. Guarded by its connection. */
final class Sessions {
    private final int most;
    private final int mostProvisional;
    private final Map<String, Session> sessions = new HashMap<>(4);

    Sessions(ConnectionLimits limits) {
        this.most = limits.sessions();
        this.mostProvisional = limits.provisional();
    }

    /** Returns whether the connection has such a session, or a stream open for it. */
    boolean has(@Nullable String sessionId) {
        return sessions.containsKey(sessionId);
    }

    /** Takes note that a client speaks of a session; returns whether it is known. */
    boolean touch(@Nullable String sessionId, long now) {
        Session session = sessions.get(sessionId);
        if (session != null) {
            session.touched = now;
        }
        return session != null && !session.provisional;
    }

    /** Makes a session known. Beyond the limit an agent's session stays unknown and speaks on the connection stream. */
    void learn(String sessionId, long now) {
        Session session = sessions.get(sessionId);
        if (session != null) {
            session.provisional = false;
            session.touched = now;
        } else if (!isFull()) {
            sessions.put(sessionId, new Session(false, now));
        }
    }

    /** Returns whether no session may be added. */
    boolean isFull() {
        return sessions.size() - provisional() >= most;
    }

    private int provisional() {
        int count = 0;
        for (Session session : sessions.values()) {
            count += session.provisional ? 1 : 0;
        }
        return count;
    }

    /**
     * Lets a stream be opened for a session, known or not.
     *
     * @throws AgentException {@link Code#LIMIT_REACHED} if too many wait for theirs, {@link Code#SESSION_UNKNOWN} if none may
     */
    void open(String sessionId, long now) {
        if (sessions.containsKey(sessionId)) {
            return;
        }
        if (mostProvisional == 0) {
            throw new AgentException(Code.SESSION_UNKNOWN, "The connection has no such session.");
        }
        if (provisional() >= mostProvisional) {
            throw new AgentException(
                    Code.LIMIT_REACHED,
                    "Too many streams of this connection are open for sessions that are not known yet.");
        }
        sessions.put(sessionId, new Session(true, now));
    }

    void remove(@Nullable String sessionId) {
        sessions.remove(sessionId);
    }

    /** Forgets and returns the known or the provisional sessions that nobody has spoken of since then and nobody needs. */
    List<String> expire(boolean provisional, long before, Predicate<String> isNeeded) {
        List<String> expired = new ArrayList<>(0);
        sessions.forEach((id, session) -> {
            if (session.provisional == provisional && session.touched - before < 0 && !isNeeded.test(id)) {
                expired.add(id);
            }
        });
        expired.forEach(sessions::remove);
        return expired;
    }
}
