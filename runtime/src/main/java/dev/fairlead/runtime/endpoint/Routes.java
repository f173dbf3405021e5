// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.HttpRoute;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The calls that transports answer. Thread-safe; the best transport's routes are asked first. */
public final class Routes {
    private record Entry(String transport, HttpRoute route) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /**
     * Adds a route of a transport.
     *
     * @throws AgentException {@link Code#CONFIGURATION} if another transport has that path for itself
     */
    public void add(String transport, HttpRoute route) {
        for (Entry other : entries) {
            boolean own = !route.path().isEmpty() && other.route.path().equals(route.path());
            if (own && !other.transport.equals(transport)) {
                throw new AgentException(
                        Code.CONFIGURATION,
                        "Transport '" + transport + "' did not start: path " + route.path() + " is taken by '"
                                + other.transport + "'. Set transport." + transport + ".path.");
            }
        }
        entries.add(new Entry(transport, route));
    }

    /** Removes the routes of a transport. */
    public void remove(String transport) {
        entries.removeIf(entry -> entry.transport.equals(transport));
    }

    /** Lets the first route that accepts a call answer it; returns whether there is one. */
    boolean answer(String below, HttpCall call, Peer peer) {
        for (Entry entry : entries) {
            if (entry.route.path().equals(below) && entry.route.accepts(call)) {
                entry.route.answer(call, new Peer(entry.transport, peer.address(), peer.principal()));
                return true;
            }
        }
        return false;
    }
}
