// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.JsonText;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which requests of the two sides are without an answer, and what began the conversation, so that it can be begun again with another
 * connection. Guarded by its connection.
 */
final class Conversation {
    private static final int SERVER_ERROR = -32000;

    /** What becomes of a message from the agent. */
    enum Fate {
        /** The application gets it. */
        DELIVERED,
        /** It answers nothing that is pending: it came before, or was meant for another client (wire.md 2.6). */
        UNASKED,
        /** It answers what was said again in the application's name, and well. */
        REPLAYED,
        /** It refuses what was said again in the application's name. */
        REFUSED
    }

    private final Map<String, Message> pending = new LinkedHashMap<>();
    private final Map<String, Message> replaying = new HashMap<>(2);
    /** The agent's requests without an answer, each with the session that it names, or "" for none. */
    private final Map<String, String> asked = new HashMap<>(4);

    private @Nullable Message initialize;
    private @Nullable Message authenticate;
    private boolean initialized;
    /** Whether {@code initialize} is answered on the connection that there is now. */
    private boolean begun;

    private boolean renewed;

    /** Returns whether a message begins a conversation while there is one. */
    boolean isAnew(Message message) {
        return initialize != null && message.envelope().isRequest("initialize");
    }

    /** Returns whether nobody waits any more for what the application is about to send. */
    boolean isStale(Message message) {
        String id = message.envelope().id();
        return renewed && message.envelope().isResponse() && (id == null || !asked.containsKey(id));
    }

    /** Takes note of what the application sends; returns the session that it belongs to, or null. */
    @Nullable String fromApplication(Message message) {
        Envelope envelope = message.envelope();
        String id = envelope.id();
        if (id == null) {
            return envelope.sessionId();
        }
        if (envelope.isResponse()) {
            String session = asked.remove(id);
            return session == null || session.isEmpty() ? null : session;
        }
        pending.put(id, message);
        if (envelope.isRequest("initialize")) {
            initialize = message;
            initialized = false;
            begun = false;
            authenticate = null;
        }
        return envelope.sessionId();
    }

    /** Takes note of what came from the agent, and decides what becomes of it. */
    Fate fromAgent(Message message) {
        Envelope envelope = message.envelope();
        String id = envelope.id();
        if (!envelope.isResponse()) {
            if (id != null) {
                asked.put(id, envelope.sessionId() == null ? "" : envelope.sessionId());
            }
            return Fate.DELIVERED;
        }
        Message replayed = id == null ? null : replaying.remove(id);
        if (replayed != null) {
            begun |= replayed == initialize;
            return envelope.kind() == Envelope.Kind.RESULT ? Fate.REPLAYED : Fate.REFUSED;
        }
        Message request = id == null ? null : pending.remove(id);
        if (request == null) {
            return Fate.UNASKED;
        }
        if (envelope.kind() == Envelope.Kind.RESULT) {
            initialized |= request == initialize;
            begun |= request == initialize;
            if (request.envelope().isRequest("authenticate")) {
                authenticate = request;
            }
        }
        return Fate.DELIVERED;
    }

    /** Returns whether a message that was not sent means the same to another agent: it belongs to nothing that is lost. */
    boolean outlives(Message message) {
        Envelope envelope = message.envelope();
        boolean isFree = envelope.sessionId() == null || envelope.introducesSession();
        return isFree && !envelope.isResponse() && message != initialize;
    }

    /**
     * Forgets what is pending, since the connection is gone. What began the conversation stays if it has not been answered: it is said
     * again.
     *
     * @param unsent the messages that no wire was given
     * @param carried those of them that go to another connection, and stay pending
     * @return the answers that the application gets in place of the agent's
     */
    List<Message> abandon(CloseReason why, List<Event> unsent, List<Event> carried) {
        return abandon(why, messages(unsent), messages(carried), false);
    }

    /** Forgets what is pending, since all is over. */
    List<Message> abandonAll(CloseReason why, List<Event> unsent) {
        return abandon(why, messages(unsent), Set.of(), true);
    }

    private static Set<Message> messages(List<Event> events) {
        Set<Message> messages = Collections.newSetFromMap(new IdentityHashMap<>());
        events.forEach(event -> messages.add(event.message()));
        return messages;
    }

    private List<Message> abandon(CloseReason why, Set<Message> unsent, Set<Message> carried, boolean all) {
        List<Message> answers = new ArrayList<>();
        pending.values().removeIf(request -> {
            boolean stays = carried.contains(request) || (!all && !initialized && request == initialize);
            if (!stays) {
                answers.add(unanswered(request, why, !unsent.contains(request)));
            }
            return !stays;
        });
        asked.clear();
        replaying.clear();
        begun = false;
        renewed = true;
        return answers;
    }

    private static Message unanswered(Message request, CloseReason why, boolean inDoubt) {
        String sentence = why.detail()
                + (inDoubt
                        ? " Whether this request was carried out is not known."
                        : " This request was not sent; it is safe to send it again.");
        return Message.of(
                "{\"jsonrpc\":\"2.0\",\"id\":" + request.envelope().id() + ",\"error\":{\"code\":" + SERVER_ERROR
                        + ",\"message\":" + JsonText.quote(sentence) + ",\"data\":{\"code\":\""
                        + why.code().text()
                        + "\",\"inDoubt\":" + inDoubt + "}}}");
    }

    /** Returns what is to be said first on another connection, or null if the application itself will say it. */
    @Nullable Message replayInitialize() {
        if (initialize == null || !initialized) {
            return initialize;
        }
        replaying.put(String.valueOf(initialize.envelope().id()), initialize);
        return initialize;
    }

    /** Returns whether the application has said {@code initialize}. */
    boolean hasBegun() {
        return initialize != null;
    }

    /** Returns whether {@code initialize} is answered on the connection that there is now. */
    boolean isBegun() {
        return begun;
    }

    /** Returns whether the application has been told the answer to {@code initialize}. */
    boolean isInitialized() {
        return initialized;
    }

    /** Returns what is to be said next on another connection, or null if that is all. */
    @Nullable Message replayAuthenticate(Message answered) {
        if (authenticate == null
                || initialize == null
                || !String.valueOf(initialize.envelope().id())
                        .equals(answered.envelope().id())) {
            return null;
        }
        replaying.put(String.valueOf(authenticate.envelope().id()), authenticate);
        return authenticate;
    }
}
