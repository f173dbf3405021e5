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
    private record Entry(String transport, int rank, HttpRoute route) {}

    /** A path below the endpoint's that a transport serves. */
    record Served(String transport, int rank, String path) {}

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /**
     * Adds a route of a transport.
     *
     * @param rank how much the transport is preferred
     * @throws AgentException {@link Code#CONFIGURATION} if another transport has that path for itself
     */
    public void add(String transport, int rank, HttpRoute route) {
        for (Entry other : entries) {
            boolean own = !route.path().isEmpty() && other.route.path().equals(route.path());
            if (own && !other.transport.equals(transport)) {
                throw new AgentException(
                        Code.CONFIGURATION,
                        "Transport '" + transport + "' did not start: path " + route.path() + " is taken by '"
                                + other.transport + "'. Set transport." + transport + ".path.");
            }
        }
        entries.add(new Entry(transport, rank, route));
    }

    /** Removes the routes of a transport. */
    public void remove(String transport) {
        entries.removeIf(entry -> entry.transport.equals(transport));
    }

    /** Answers a call that a route has taken with why it is refused. */
    public void refuse(HttpCall call, AgentException why) {
        Answers.failure(call, why);
    }

    /** Returns what is served where. */
    List<Served> served() {
        return entries.stream()
                .map(entry -> new Served(entry.transport, entry.rank, entry.route.path()))
                .toList();
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
