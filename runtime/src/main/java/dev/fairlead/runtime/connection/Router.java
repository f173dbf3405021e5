// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.runtime.connection.PendingRequests.Effect;
import dev.fairlead.runtime.connection.PendingRequests.Pending;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which stream a message from the agent belongs to: by its params and by the request that it answers, never by a list of
 * method names beyond the one of wire.md 1. Guarded by its connection.
 */
final class Router {
    /** Requests after which the state of a session may be freed. */
    private static final Set<String> ENDING = Set.of("session/close", "session/delete");

    private static final Route CONNECTION_STREAM = new Route(null, false, null);

    private final int maxPending;
    private final Sessions sessions;
    private final PendingRequests pending;
    /** The agent's requests without an answer, each with the session it names, or "" for none. */
    private final Map<String, String> asked = new HashMap<>(4);

    Router(ConnectionLimits limits, Sessions sessions) {
        this.sessions = sessions;
        this.maxPending = limits.pending();
        this.pending = new PendingRequests(limits.pending());
    }

    /**
     * Where a message from the agent goes.
     *
     * @param stream the session on whose stream it goes; null for the connection stream
     * @param first whether it is the response to {@code initialize}
     * @param ended the session that has ended with it, if one has
     */
    record Route(
            @Nullable String stream,
            boolean first,
            @Nullable String ended) {}

    /** Returns whether a request is one that came before. */
    boolean isRetransmission(Message message) {
        String id = message.envelope().id();
        return id != null && pending.isRetransmission(id, message);
    }

    /**
     * Takes note of a request that goes to the agent.
     *
     * @throws AgentException {@link Code#LIMIT_REACHED} if too many are pending or too many sessions are open, {@link
     *     Code#PROTOCOL} if its id is in use; nothing is noted then
     */
    void toAgent(Message message, long now) {
        Envelope request = message.envelope();
        String id = request.id();
        String method = request.method();
        if (id == null || method == null) {
            throw new IllegalArgumentException("not a request");
        }
        String sessionId = request.sessionId();
        if (pending.has(id)) {
            throw new AgentException(
                    Code.PROTOCOL, "The request id " + id + " is in use by a request without an answer.");
        }
        if (pending.isFull()) {
            throw new AgentException(
                    Code.LIMIT_REACHED, "Too many requests of this connection are without an answer. Wait for some.");
        }
        Effect effect = effect(message.envelope(), method);
        boolean introduces = effect == Effect.INTRODUCES;
        if (introduces && sessions.isFull()) {
            throw new AgentException(
                    Code.LIMIT_REACHED, "The connection has as many sessions as there may be. Close one.");
        }
        boolean scoped = sessions.touch(sessionId, now) && !introduces && !isOfConnection(method);
        pending.add(
                id, new Pending(effect, sessionId, scoped ? sessionId : null, PendingRequests.fingerprint(message)));
    }

    private static Effect effect(Envelope request, String method) {
        if (request.introducesSession()) {
            return Effect.INTRODUCES;
        }
        if (ENDING.contains(method)) {
            return Effect.ENDS;
        }
        return method.equals("initialize") ? Effect.INITIALIZES : Effect.NONE;
    }

    /** Returns whether a response from a client answers a request of the agent that nobody has answered yet, and takes note. */
    boolean answersAgent(String id) {
        return asked.remove(id) != null;
    }

    /** Decides on a message from the agent, and takes note of it. */
    Route toClient(Envelope envelope, long now) {
        String id = envelope.id();
        if (envelope.isResponse()) {
            Pending request = id == null ? null : pending.answer(id);
            return request == null ? CONNECTION_STREAM : routeResponse(envelope, request, now);
        }
        String sessionId = envelope.sessionId();
        if (id != null) {
            if (asked.size() >= maxPending && !asked.containsKey(id)) {
                throw new AgentException(Code.LIMIT_REACHED, "Too many requests of the agent are without an answer.");
            }
            asked.put(id, sessionId == null ? "" : sessionId);
        }
        String method = envelope.method();
        if (sessionId == null || (method != null && isOfConnection(method))) {
            return CONNECTION_STREAM;
        }
        sessions.learn(sessionId, now);
        return sessions.has(sessionId) ? new Route(sessionId, false, null) : CONNECTION_STREAM;
    }

    /** Returns whether a message belongs to the connection, whatever its params say: JSON-RPC's own {@code $/…} do. */
    private static boolean isOfConnection(String method) {
        return method.startsWith("$/");
    }

    private Route routeResponse(Envelope response, Pending request, long now) {
        String ended = null;
        if (response.kind() == Envelope.Kind.RESULT) {
            if (request.effect() == Effect.INTRODUCES) {
                String introduced = response.sessionId() == null ? request.sessionId() : response.sessionId();
                if (introduced != null) {
                    sessions.learn(introduced, now);
                }
            } else if (request.effect() == Effect.ENDS) {
                ended = request.sessionId();
                sessions.remove(ended);
            }
        }
        return new Route(request.stream(), request.effect() == Effect.INITIALIZES, ended);
    }

    /** Returns whether a client's request of a session is under way. */
    boolean isAsked(String sessionId) {
        return pending.concerns(sessionId);
    }

    /** Forgets what is left of a session that has ended; returns the ids of the client's requests that it left unanswered. */
    List<String> forget(String sessionId) {
        asked.values().removeIf(sessionId::equals);
        return pending.drain(sessionId);
    }

    /** Returns the number of requests without an answer, the client's and the agent's. */
    int pending() {
        return pending.size() + asked.size();
    }

    /** Returns the client's pending requests with the streams for their responses, and forgets them. */
    List<Map.Entry<String, Pending>> drain() {
        return pending.drain();
    }
}
