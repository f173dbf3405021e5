// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.JsonText;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.api.spi.Resumption;
import org.jspecify.annotations.Nullable;

/**
 * What the two ends say to each other: a JSON-RPC notification {@code _fairlead/NAME} (wire.md 2.4).
 *
 * @param name what stands after {@code _fairlead/}
 * @param params its params, or null if they are absent or no object
 */
record ControlFrame(String name, @Nullable JsonObject params) {
    /** The most bytes of a control frame. */
    static final int MOST_BYTES = 4 << 10;

    private static final int DEEPEST = 16;
    private static final String PREFIX = "_fairlead/";

    /**
     * Reads a frame; takes the array over.
     *
     * @throws AgentException if it is no control frame, with what is wrong
     */
    static ControlFrame read(byte[] utf8) {
        if (utf8.length > MOST_BYTES) {
            throw new AgentException(
                    Code.TOO_LARGE,
                    "A control frame has " + utf8.length + " bytes; at most " + MOST_BYTES + " may be.");
        }
        JsonObject frame = JsonObject.read(utf8, DEEPEST);
        String method = frame.text("method");
        if (method == null || !method.startsWith(PREFIX) || frame.bytes("id") != null) {
            throw new AgentException(
                    Code.PROTOCOL,
                    "A message needs its sequence in front; a frame that begins with a brace is control.");
        }
        byte[] params = frame.bytes("params");
        return new ControlFrame(
                method.substring(PREFIX.length()), params != null && params[0] == '{' ? frame.object("params") : null);
    }

    /** Returns a client's first frame as text. */
    static String attach(Resumption resumption) {
        StringBuilder params = new StringBuilder();
        add(params, "connectionId", resumption.connectionId());
        add(params, "client", resumption.client());
        if (resumption.after() != null) {
            params.append(params.isEmpty() ? "" : ",").append("\"after\":").append(resumption.after());
        }
        return "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/attach\",\"params\":{" + params + "}}";
    }

    private static void add(StringBuilder params, String name, @Nullable String text) {
        if (text != null) {
            params.append(params.isEmpty() ? "\"" : ",\"")
                    .append(name)
                    .append("\":")
                    .append(JsonText.quote(text));
        }
    }

    /**
     * Returns the notice that this is, or null if it is none that is known.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if a member is missing or unusable
     */
    @Nullable Notice notice() {
        return Notice.read(name, params == null ? JsonObject.read(new byte[] {'{', '}'}, 1) : params);
    }

    /** Returns whether this is {@code _fairlead/name}. */
    boolean is(String wanted) {
        return name.equals(wanted);
    }

    /**
     * Returns a text, or null if there is none.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it is something else
     */
    @Nullable String text(String member) {
        return params == null ? null : params.text(member);
    }

    /**
     * Returns a sequence, or null if there is none.
     *
     * @throws AgentException {@link Code#INVALID_MESSAGE} if it is something else
     */
    @Nullable Long sequence(String member) {
        return params == null ? null : params.number(member);
    }
}
