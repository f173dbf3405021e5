// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Knows when something of a connection is overdue (wire.md 2.8). Guarded by its connection; tells, never acts. */
final class Watch {
    /** How often a connection looks at the time. */
    static final Duration PERIOD = Duration.ofSeconds(1);

    private static final Duration LAST_WORDS = Duration.ofSeconds(5);

    /** How long a newer wire waits for an older one to take what is on its way. */
    private static final Duration HAND_OVER = Duration.ofSeconds(2);

    /** A wire that is to be cut, and why. */
    record Cut(Reader reader, CloseReason reason) {}

    private final ConnectionLimits limits;
    private final Map<String, Long> ended = new HashMap<>(2);
    private final long created;
    private long initializing;
    private boolean waitsForAgent;
    private long lastRead;
    private boolean wasRead;

    Watch(ConnectionLimits limits, long now) {
        this.limits = limits;
        this.created = now;
    }

    /** The agent is being started. */
    void initializing(long now) {
        initializing = now;
        waitsForAgent = true;
    }

    /** The agent has answered. */
    void initialized(long now) {
        waitsForAgent = false;
        lastRead = now;
    }

    /** Somebody reads the connection, or has just stopped. */
    void read(long now) {
        lastRead = now;
        wasRead = true;
    }

    /** A session has ended; what is left of it may be freed after a while. */
    void sessionEnded(String sessionId, long now) {
        ended.put(sessionId, now);
    }

    /** Returns why the connection must end now, or null. */
    @Nullable CloseReason overdue(long now, boolean reserved, boolean isRead) {
        if (isRead) {
            read(now);
        }
        if (reserved) {
            return isOver(now, created, limits.idleTime())
                    ? new CloseReason(Code.TIMED_OUT, "No initialize came within " + words(limits.idleTime()) + ".")
                    : null;
        }
        if (waitsForAgent) {
            return isOver(now, initializing, limits.initializeTime())
                    ? new CloseReason(
                            Code.AGENT_UNAVAILABLE,
                            "The agent did not answer initialize within " + words(limits.initializeTime()) + ".")
                    : null;
        }
        Duration most = wasRead ? limits.unreadTime() : limits.neverReadTime();
        return !isRead && isOver(now, lastRead, most)
                ? new CloseReason(Code.UNREAD, "Nobody read the connection for " + words(most) + ".")
                : null;
    }

    /**
     * Returns the wires that must be cut, and lets those that were silent have a heartbeat.
     *
     * @param paused whether the agent has been waiting for readers for as long as one may stall
     */
    List<Cut> cuts(long now, Readers readers, boolean paused) {
        List<Cut> cuts = new ArrayList<>(0);
        readers.forEach(reader -> {
            CloseReason ending = reader.ending;
            if (reader.pulse.isStalled(now, limits)) {
                cuts.add(new Cut(
                        reader,
                        new CloseReason(
                                Code.STALLED, "The client took no bytes for " + words(limits.stallTime()) + ".")));
            } else if (reader.holdsUp(now, HAND_OVER)) {
                reader.taking = false;
                cuts.add(new Cut(
                        reader,
                        new CloseReason(
                                Code.STALLED,
                                "A newer stream took over, and the client took no bytes of this one for "
                                        + words(HAND_OVER) + ".")));
            } else if (paused && reader.isOwed(now, limits.stallTime())) {
                cuts.add(new Cut(
                        reader,
                        new CloseReason(
                                Code.STALLED,
                                "The client acknowledged nothing for " + words(limits.stallTime())
                                        + ", and the agent has to wait for it.")));
            } else if (ending != null && reader.isOverdue(now, LAST_WORDS)) {
                cuts.add(new Cut(reader, ending));
            } else if (reader.pulse.isSilent(now, limits)) {
                cuts.add(new Cut(
                        reader,
                        new CloseReason(Code.LINK_LOST, "The client was silent for " + words(limits.silence()) + ".")));
            } else if (reader.pulse.isIdle(now, limits)) {
                reader.heartbeatDue = true;
            }
        });
        return cuts;
    }

    /** Returns, once, the sessions that ended long enough ago. */
    List<String> endedSessions(long now) {
        if (ended.isEmpty()) {
            return List.of();
        }
        List<String> due = new ArrayList<>();
        ended.forEach((sessionId, since) -> {
            if (isOver(now, since, limits.provisionalTime())) {
                due.add(sessionId);
            }
        });
        due.forEach(ended::remove);
        return due;
    }

    private static boolean isOver(long now, long since, Duration most) {
        return now - since > most.toNanos();
    }

    private static String words(Duration time) {
        return time.toSeconds() == 0 ? time.toMillis() + " ms" : time.toSeconds() + " s";
    }
}
