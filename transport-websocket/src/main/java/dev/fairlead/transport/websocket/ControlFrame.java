// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says to the gateway itself: a JSON-RPC notification {@code _fairlead/…} (wire.md 2.4).
 *
 * <p>Members that are not known are ignored, so that a later client may say more.
 */
final class ControlFrame {
    /** The most bytes of a control frame, and what else it may measure. */
    static final MessageLimits LIMITS = new MessageLimits(4 << 10, 16, 1 << 10);

    private final String method;
    private final Map<String, String> params;

    private ControlFrame(String method, Map<String, String> params) {
        this.method = method;
        this.params = params;
    }

    /**
     * Reads a frame; takes the array over.
     *
     * @throws AgentException if it is no control frame, with what is wrong
     */
    static ControlFrame read(byte[] utf8) {
        Message message = Message.read(utf8, LIMITS);
        Envelope envelope = message.envelope();
        String method = envelope.method();
        if (envelope.kind() != Envelope.Kind.NOTIFICATION || method == null || !method.startsWith("_fairlead/")) {
            throw new AgentException(
                    Code.PROTOCOL,
                    "A message needs its sequence in front; a frame that begins with a brace is control.");
        }
        String params = JsonMembers.of(message.text()).get("params");
        return new ControlFrame(method, params == null || params.charAt(0) != '{' ? Map.of() : JsonMembers.of(params));
    }

    /** Returns whether this is {@code _fairlead/name}. */
    boolean is(String name) {
        return method.equals("_fairlead/" + name);
    }

    /**
     * Returns a text, or null if there is none.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it is something else
     */
    @Nullable String text(String name) {
        String json = json(name);
        if (json != null && json.charAt(0) != '"') {
            throw unusable(name, "a string");
        }
        return json == null ? null : JsonMembers.unquote(json);
    }

    /**
     * Returns a sequence, or null if there is none.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it is something else
     */
    @Nullable Long sequence(String name) {
        String json = json(name);
        if (json == null) {
            return null;
        }
        if (json.length() > 18 || !json.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw unusable(name, "a whole number from 0");
        }
        return Long.valueOf(json);
    }

    private @Nullable String json(String name) {
        String json = params.get(name);
        return "null".equals(json) ? null : json;
    }

    private AgentException unusable(String name, String wanted) {
        return new AgentException(Code.INVALID_MESSAGE, "The " + name + " of " + method + " must be " + wanted + ".");
    }
}
