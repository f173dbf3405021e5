// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.spi.Streams;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * One client of a connection, a tab or a device, with its own order up and its own cursors down (wire.md 2.6). Guarded by its
 * connection.
 */
final class Client {
    /** The name of those who give none. */
    static final String UNNAMED = "";

    final String name;
    final ReorderWindow upward;

    /** When it last sent or asked for something. */
    long seen;

    /** Whether it has ever had a reader; one that only sends holds nothing back. */
    boolean reads;

    /** Whether it was told why the connection has ended. */
    boolean told;

    private final Map<Streams, Long> acknowledged = new HashMap<>(4);
    private final Map<Streams, Long> handed = new HashMap<>(4);
    private final Set<Streams> acknowledging = new HashSet<>(2);

    Client(String name, ConnectionLimits limits) {
        this.name = name;
        this.upward = new ReorderWindow(limits.reorder(), limits.message().bytes());
    }

    boolean isUnnamed() {
        return name.isEmpty();
    }

    void acknowledge(Streams streams, long upTo) {
        acknowledged.merge(streams, upTo, Math::max);
    }

    /** Returns up to where the client has everything of one stream. */
    long acknowledged(Streams stream) {
        return Math.max(acknowledgedAlone(Streams.ALL), acknowledgedAlone(stream));
    }

    /** Returns up to where the client has everything of one stream, as far as it has said so on a wire of that stream alone. */
    long acknowledgedAlone(Streams stream) {
        return acknowledged.getOrDefault(stream, 0L);
    }

    /** The client says by itself what it has of those streams, and will go on doing so. */
    void acknowledging(Streams streams) {
        acknowledging.add(streams);
    }

    /** Returns whether the client says by itself what it has of those streams. */
    boolean isAcknowledging(Streams streams) {
        return acknowledging.contains(Streams.ALL) || acknowledging.contains(streams);
    }

    void handed(Streams streams, long upTo) {
        handed.merge(streams, upTo, Math::max);
    }

    /** Returns up to where wires have taken those streams for this client. */
    long handed(Streams streams) {
        return Math.max(handed.getOrDefault(Streams.ALL, 0L), handed.getOrDefault(streams, 0L));
    }

    /** Returns whether the client has had anything of those streams. */
    boolean knows(Streams streams) {
        return streams.all()
                ? !handed.isEmpty() || !acknowledged.isEmpty()
                : handed(streams) > 0 || acknowledged(streams) > 0;
    }

    /** Forgets the cursors of a session that has ended. */
    void forget(String sessionId) {
        acknowledged.remove(Streams.session(sessionId));
        handed.remove(Streams.session(sessionId));
        acknowledging.remove(Streams.session(sessionId));
    }
}
