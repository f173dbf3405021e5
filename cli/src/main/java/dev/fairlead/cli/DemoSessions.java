// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of a demo agent: at most {@value #LIMIT}; for one more, the one that was used longest ago is forgotten.
 *
 * <p>A session is open in one connection at a time: the last that made, loaded or resumed it.
 */
final class DemoSessions {
    static final int LIMIT = 1024;

    /** By id, the longest unused first. */
    private final Map<String, DemoSession> byId = new LinkedHashMap<>(16, 0.75f, true);

    private long made;

    DemoSession create(String directory, DemoConnection holder) {
        if (byId.size() >= LIMIT) {
            forget(byId.values().stream()
                    .filter(session -> session.turn() == null)
                    .findFirst()
                    .orElseThrow(() ->
                            new RpcError(JsonRpc.INTERNAL_ERROR, "All " + LIMIT + " sessions are busy. Close one.")));
        }
        DemoSession session = new DemoSession(++made, directory);
        session.holdBy(holder);
        byId.put(session.id(), session);
        return session;
    }

    /** Opens a session for a connection, wherever it was open before. */
    DemoSession open(@Nullable String id, String directory, DemoConnection holder) {
        DemoSession session = find(id);
        if (session == null) {
            throw new RpcError(JsonRpc.RESOURCE_NOT_FOUND, "There is no session " + id + ".");
        }
        session.holdBy(holder);
        session.moveTo(directory);
        return session;
    }

    /** Returns a session that this connection has open. */
    DemoSession held(@Nullable String id, DemoConnection holder) {
        DemoSession session = find(id);
        if (session == null || !session.isHeldBy(holder)) {
            throw new RpcError(
                    JsonRpc.RESOURCE_NOT_FOUND, "Session " + id + " is not open here. Open it with session/load.");
        }
        return session;
    }

    /** Cancels what runs in a session, if this connection has it open. */
    void cancel(@Nullable String id, DemoConnection holder) {
        DemoSession session = find(id);
        if (session != null && session.isHeldBy(holder)) {
            session.stopTurn();
        }
    }

    /** Forgets a session, if there is one of that id. */
    void delete(@Nullable String id) {
        DemoSession session = find(id);
        if (session != null) {
            forget(session);
        }
    }

    /** Closes what a connection has open; the sessions stay. */
    void release(DemoConnection holder) {
        byId.values().stream().filter(session -> session.isHeldBy(holder)).forEach(session -> session.holdBy(null));
    }

    /** Returns the sessions made before that number, the newest first; of one directory unless that is null. */
    Stream<DemoSession> before(long number, @Nullable String directory) {
        return List.copyOf(byId.values()).stream()
                .filter(session -> session.number() < number)
                .filter(session -> directory == null || directory.equals(session.directory()))
                .sorted(Comparator.comparingLong(DemoSession::number).reversed());
    }

    private @Nullable DemoSession find(@Nullable String id) {
        return id == null ? null : byId.get(id);
    }

    private void forget(DemoSession session) {
        session.holdBy(null);
        byId.remove(session.id());
    }
}
