// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.time.Duration;
import java.util.List;

/**
 * What connections may use, and how long they may wait (wire.md 2.8).
 *
 * @param message what one message may measure
 * @param connections the most connections at once
 * @param sessions the most sessions of a connection
 * @param provisional the most streams of a connection that were opened for sessions not known yet
 * @param provisionalTime how long such a stream may wait for its session
 * @param journalEvents the most events in a connection's journal
 * @param journalBytes the most bytes of messages in a connection's journal
 * @param allJournalsBytes the same for all journals together
 * @param pending the most requests without an answer, for each direction
 * @param reorder the most messages of a client that wait for one before them
 * @param initializeTime how long an agent may take to start and answer {@code initialize}
 * @param idleTime how long a WebSocket may stay without {@code initialize}
 * @param neverReadTime how long a connection may wait for its first reader
 * @param unreadTime how long a connection may stay without a reader: the resume window
 * @param stallTime how long a wire may take no bytes
 * @param heartbeat how long a wire may be silent
 * @param silence how long a peer that can speak may be silent
 */
public record ConnectionLimits(
        MessageLimits message,
        int connections,
        int sessions,
        int provisional,
        Duration provisionalTime,
        int journalEvents,
        int journalBytes,
        long allJournalsBytes,
        int pending,
        int reorder,
        Duration initializeTime,
        Duration idleTime,
        Duration neverReadTime,
        Duration unreadTime,
        Duration stallTime,
        Duration heartbeat,
        Duration silence) {

    private static final Setting<Integer> MESSAGE =
            Setting.bytes("limits.message-bytes", "16 MiB", "The most bytes of one message, in either direction.");
    private static final Setting<Integer> DEPTH = Setting.count(
            "limits.message-depth", "128", 1, MessageLimits.DEEPEST, "The most JSON objects and arrays open at once.");
    private static final Setting<Integer> ID =
            Setting.bytes("limits.id-bytes", "1 KiB", "The most bytes of a JSON-RPC id, and of a session id.");
    private static final Setting<Integer> CONNECTIONS = Setting.count(
            "limits.connections", "256", 1, 1_000_000, "The most connections at once; each has an agent of its own.");
    private static final Setting<Integer> SESSIONS =
            Setting.count("limits.sessions", "256", 1, 100_000, "The most sessions of one connection.");
    private static final Setting<Integer> PROVISIONAL = Setting.count(
            "limits.provisional-streams",
            "16",
            0,
            10_000,
            "The most streams of one connection that are open for sessions not known yet; 0 refuses them with 404.");
    private static final Setting<Duration> PROVISIONAL_TIME = Setting.duration(
            "limits.provisional-time", "60 s", "How long a stream may be open for a session that does not come.");
    private static final Setting<Integer> JOURNAL_EVENTS = Setting.count(
            "limits.journal-events",
            "4096",
            16,
            10_000_000,
            "The most messages kept for one connection. When half as many are undelivered, its agent is paused.");
    private static final Setting<Integer> JOURNAL_BYTES = Setting.bytes(
            "limits.journal-bytes", "16 MiB", "The most bytes of messages kept for one connection, likewise.");
    private static final Setting<Integer> ALL_JOURNALS = Setting.bytes(
            "limits.all-journals-bytes",
            "256 MiB",
            "The most bytes of messages kept for all connections: half for whoever needs them, half in equal parts.");
    private static final Setting<Integer> PENDING = Setting.count(
            "limits.pending-requests", "1024", 1, 1_000_000, "The most requests of one connection without an answer.");
    private static final Setting<Integer> REORDER = Setting.count(
            "limits.reorder-window",
            "64",
            0,
            10_000,
            "The most numbered messages from a client that wait for one before them.");
    private static final Setting<Duration> INITIALIZE_TIME = Setting.duration(
            "limits.initialize-time", "60 s", "How long an agent may take to start and to answer initialize.");
    private static final Setting<Duration> IDLE_TIME =
            Setting.duration("limits.idle-time", "30 s", "How long a WebSocket may stay open without initialize.");
    private static final Setting<Duration> NEVER_READ_TIME = Setting.duration(
            "limits.never-read-time", "60 s", "How long a connection may wait for the first stream that reads it.");
    private static final Setting<Duration> UNREAD_TIME = Setting.duration(
            "limits.unread-time", "5 min", "How long a connection may stay without a reader before it is closed.");
    private static final Setting<Duration> STALL_TIME =
            Setting.duration("limits.stall-time", "30 s", "How long a reader may take no bytes before it is detached.");
    private static final Setting<Duration> HEARTBEAT =
            Setting.duration("heartbeat", "15 s", "How long a stream may be silent before a heartbeat is sent on it.");
    private static final Setting<Duration> SILENCE = Setting.duration(
            "limits.silence", "40 s", "How long a WebSocket's client may be silent before its link counts as lost.");

    /** Returns the settings that make up the limits. */
    public static List<Setting<?>> settings() {
        return List.of(
                MESSAGE,
                DEPTH,
                ID,
                CONNECTIONS,
                SESSIONS,
                PROVISIONAL,
                PROVISIONAL_TIME,
                JOURNAL_EVENTS,
                JOURNAL_BYTES,
                ALL_JOURNALS,
                PENDING,
                REORDER,
                INITIALIZE_TIME,
                IDLE_TIME,
                NEVER_READ_TIME,
                UNREAD_TIME,
                STALL_TIME,
                HEARTBEAT,
                SILENCE);
    }

    /** Reads the limits; throws {@link dev.fairlead.api.AgentException} if one has no meaning. */
    public static ConnectionLimits from(Settings settings) {
        return new ConnectionLimits(
                new MessageLimits(settings.get(MESSAGE), settings.get(DEPTH), settings.get(ID)),
                settings.get(CONNECTIONS),
                settings.get(SESSIONS),
                settings.get(PROVISIONAL),
                settings.get(PROVISIONAL_TIME),
                settings.get(JOURNAL_EVENTS),
                settings.get(JOURNAL_BYTES),
                settings.get(ALL_JOURNALS),
                settings.get(PENDING),
                settings.get(REORDER),
                settings.get(INITIALIZE_TIME),
                settings.get(IDLE_TIME),
                settings.get(NEVER_READ_TIME),
                settings.get(UNREAD_TIME),
                settings.get(STALL_TIME),
                settings.get(HEARTBEAT),
                settings.get(SILENCE));
    }
}
