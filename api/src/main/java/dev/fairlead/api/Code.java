// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.util.Locale;

/**
 * What a program may act upon when something ends or is refused.
 *
 * <p>The sentence that goes with a code is for people; see {@link CloseReason#detail()} and {@link AgentException#getMessage()}.
 */
public enum Code {
    /** Ended because somebody asked for it. */
    NORMAL,
    /** The gateway is stopping. */
    SHUTDOWN,
    /** The agent could not be started, or did not answer {@code initialize}. */
    AGENT_UNAVAILABLE,
    /** The agent ended by itself. */
    AGENT_EXITED,
    /** The link broke; the connection may still live. */
    LINK_LOST,
    /** A newer wire of the same client took over. */
    SUPERSEDED,
    /** The other side took no bytes for too long. */
    STALLED,
    /** Nobody read the connection within its time to live. */
    UNREAD,
    /** Something did not happen in its time. */
    TIMED_OUT,
    /** The request names no connection and needs one. */
    CONNECTION_REQUIRED,
    /** No connection has that id (any more). */
    CONNECTION_UNKNOWN,
    /** No session of the connection has that id. */
    SESSION_UNKNOWN,
    /** The session named beside the message is missing, or is not the one inside it. */
    SESSION_MISMATCH,
    /** A limit on numbers is reached; trying again later may succeed. */
    LIMIT_REACHED,
    /** A message is larger than allowed. */
    TOO_LARGE,
    /** The bytes are not JSON. */
    MALFORMED_JSON,
    /** JSON, but not one JSON-RPC message. */
    INVALID_MESSAGE,
    /** A JSON-RPC batch, which ACP does not have. */
    BATCH,
    /** A message that is not allowed now, such as a second {@code initialize}. */
    PROTOCOL,
    /** The credentials are missing or wrong. */
    UNAUTHORIZED,
    /** The peer is known, and may not do this: its {@code Origin} or {@code Host} is not allowed. */
    FORBIDDEN,
    /** The transport cannot do that. */
    UNSUPPORTED,
    /** A setting is unknown or has an unusable value. */
    CONFIGURATION,
    /** Our own fault; the log has the cause. */
    INTERNAL;

    private final String text = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** Returns the code that is written so; {@link #INTERNAL} for one that only a later version knows. */
    public static Code of(String text) {
        for (Code code : values()) {
            if (code.text.equals(text)) {
                return code;
            }
        }
        return INTERNAL;
    }

    /** Returns the code as it is written on the wire, {@code agent-exited} for instance. */
    public String text() {
        return text;
    }
}
