// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.Streams;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clients that share a connection, the unnamed one among them. Guarded by their connection. */
final class Clients {
    private static final int MOST = 64;

    private final ConnectionLimits limits;
    private final Map<String, Client> clients = new HashMap<>(2);

    Clients(ConnectionLimits limits) {
        this.limits = limits;
    }

    /**
     * Returns the client of that name, a new one if it has not been seen.
     *
     * @throws AgentException {@link Code#LIMIT_REACHED} if there are too many
     */
    Client get(@Nullable String name, long now) {
        String key = name == null ? Client.UNNAMED : name;
        Client client = clients.get(key);
        if (client == null) {
            if (clients.size() >= MOST) {
                throw new AgentException(
                        Code.LIMIT_REACHED, "Too many clients share the connection; at most " + MOST + " may.");
            }
            client = new Client(key, limits);
            clients.put(key, client);
        }
        client.seen = now;
        return client;
    }

    /** Returns up to where all clients that read have everything of some streams. */
    long acknowledged(Streams streams) {
        long least = Long.MAX_VALUE;
        for (Client client : clients.values()) {
            if (client.reads) {
                least = Math.min(least, client.acknowledged(streams));
            }
        }
        return least == Long.MAX_VALUE ? 0 : least;
    }

    /** Returns whether a client has read and was not told the end. */
    boolean anyUntold() {
        return clients.values().stream().anyMatch(client -> client.reads && !client.told);
    }

    /** Forgets the cursors of a session that has ended. */
    void forget(String sessionId) {
        clients.values().forEach(client -> client.forget(sessionId));
    }

    /** Forgets named clients that have not been seen for as long as a connection waits for a reader. */
    void expire(long now, Readers readers) {
        long before = now - limits.unreadTime().toNanos();
        clients.values()
                .removeIf(client -> !client.isUnnamed() && client.seen - before < 0 && !readers.anyActive(client));
    }
}
