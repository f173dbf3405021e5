// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.spi.Streams;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The logs of one journal: the connection stream's, and one for each session that has had an event. */
final class StreamLogs {
    private final StreamLog connection = new StreamLog();
    private final Map<String, StreamLog> sessions = new HashMap<>(4);

    /** The newest sequence of a session that has ended. */
    private long dropped;

    /** Returns the log of a session's stream, or with null of the connection stream; a new one if there is none. */
    StreamLog get(@Nullable String sessionId) {
        return sessionId == null ? connection : sessions.computeIfAbsent(sessionId, id -> new StreamLog());
    }

    /** Returns the logs that there are of some streams. */
    Collection<StreamLog> of(Streams streams) {
        if (streams.all()) {
            if (sessions.isEmpty()) {
                return List.of(connection);
            }
            List<StreamLog> all = new ArrayList<>(sessions.size() + 1);
            all.add(connection);
            all.addAll(sessions.values());
            return all;
        }
        if (streams.sessionId() == null) {
            return List.of(connection);
        }
        StreamLog log = sessions.get(streams.sessionId());
        return log == null ? List.of() : List.of(log);
    }

    /** Returns the log whose oldest event is the oldest of all that are delivered, or null. */
    @Nullable StreamLog oldestDelivered() {
        StreamLog oldest = connection.hasDelivered() ? connection : null;
        for (StreamLog log : sessions.values()) {
            if (log.hasDelivered()
                    && (oldest == null || log.get(0).sequence() < oldest.get(0).sequence())) {
                oldest = log;
            }
        }
        return oldest;
    }

    /** See {@link Journal#missed}. */
    long missed(Streams streams, long after, ToLongFunction<Streams> has) {
        if (!streams.all()) {
            StreamLog log = streams.sessionId() == null ? connection : sessions.get(streams.sessionId());
            return log == null ? after : missed(streams, log.forgotten(), after, has);
        }
        long newest = missed(Streams.CONNECTION, connection.forgotten(), after, has);
        for (Map.Entry<String, StreamLog> session : sessions.entrySet()) {
            long forgotten = session.getValue().forgotten();
            if (forgotten > newest) {
                newest = missed(Streams.session(session.getKey()), forgotten, newest, has);
            }
        }
        return Math.max(newest, dropped);
    }

    private static long missed(Streams stream, long forgotten, long after, ToLongFunction<Streams> has) {
        return forgotten > after && forgotten > has.applyAsLong(stream) ? forgotten : after;
    }

    /** Removes and returns the log of a session, or null. */
    @Nullable StreamLog remove(String sessionId) {
        return sessions.remove(sessionId);
    }

    /** Takes note of what a removed log had; it is missing from now on. */
    void dropped(StreamLog log) {
        dropped = Math.max(dropped, log.forgotten());
    }
}
