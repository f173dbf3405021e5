// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The client's requests that the agent has not answered, and a few that it just has, so that a replayed POST is recognised
 * (wire.md 2.2). Bounded: the connection refuses a request when it {@linkplain #isFull is full}.
 */
final class PendingRequests {
    private static final int ANSWERED = 64;

    /** What the response to a request does. */
    enum Effect {
        NONE,
        /** The agent has answered {@code initialize}. */
        INITIALIZES,
        /** A session becomes known. */
        INTRODUCES,
        /** The session ends. */
        ENDS
    }

    /**
     * A request on its way.
     *
     * @param effect what its response does
     * @param sessionId the session it names, if any
     * @param stream the session on whose stream its response goes; null for the connection stream
     * @param fingerprint tells a retransmission from another request that uses the id again
     */
    record Pending(
            Effect effect,
            @Nullable String sessionId,
            @Nullable String stream,
            long fingerprint) {}

    private final int limit;
    private final Map<String, Pending> pending = new LinkedHashMap<>(4);
    private final Map<String, Long> answered = new LinkedHashMap<>(4);

    PendingRequests(int limit) {
        this.limit = limit;
    }

    boolean isFull() {
        return pending.size() >= limit;
    }

    void add(String id, Pending request) {
        pending.put(id, request);
        answered.remove(id);
    }

    /** Returns and removes the request that a response answers, or null. */
    @Nullable Pending answer(String id) {
        Pending request = pending.remove(id);
        if (request != null) {
            answered.put(id, request.fingerprint());
            if (answered.size() > ANSWERED) {
                answered.remove(answered.keySet().iterator().next());
            }
        }
        return request;
    }

    boolean has(String id) {
        return pending.containsKey(id);
    }

    /** Returns whether the same bytes came before, under the same id. */
    boolean isRetransmission(String id, Message message) {
        Pending request = pending.get(id);
        Long before = request == null ? answered.get(id) : Long.valueOf(request.fingerprint());
        return before != null && before == fingerprint(message);
    }

    /** Returns whether a request of a session is under way. */
    boolean concerns(String sessionId) {
        return pending.values().stream().anyMatch(request -> sessionId.equals(request.sessionId()));
    }

    int size() {
        return pending.size();
    }

    /** Returns the ids of all pending requests with the streams for their responses, and forgets them. */
    List<Map.Entry<String, Pending>> drain() {
        List<Map.Entry<String, Pending>> all = new ArrayList<>(pending.entrySet());
        pending.clear();
        return all;
    }

    /** Returns the ids of a session's pending requests, which the gateway answers. */
    List<String> drain(String sessionId) {
        List<String> ids = new ArrayList<>(0);
        pending.forEach((id, request) -> {
            if (sessionId.equals(request.sessionId())) {
                ids.add(id);
            }
        });
        ids.forEach(this::answer);
        return ids;
    }

    /** FNV-1a, 64 bits, over the message. */
    static long fingerprint(Message message) {
        var bytes = message.utf8();
        long hash = 0xcbf29ce484222325L;
        while (bytes.hasRemaining()) {
            hash = (hash ^ (bytes.get() & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }
}
