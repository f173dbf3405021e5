// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;

/** The words of a close frame (RFC 6455 §5.5.1, §7.4) for our reasons, and back. */
final class CloseStatus {
    private static final int LONGEST_REASON = 123;

    private CloseStatus() {}

    /** Returns the status that says it best (wire.md 1). */
    static int of(Code code) {
        return switch (code) {
            case NORMAL -> 1000;
            case SHUTDOWN -> 1001;
            case PROTOCOL, MALFORMED_JSON, INVALID_MESSAGE, BATCH -> 1002;
            case TOO_LARGE -> 1009;
            case UNAUTHORIZED,
                    FORBIDDEN,
                    LIMIT_REACHED,
                    UNREAD,
                    STALLED,
                    SUPERSEDED,
                    TIMED_OUT,
                    CONNECTION_REQUIRED,
                    CONNECTION_UNKNOWN,
                    SESSION_UNKNOWN,
                    SESSION_MISMATCH -> 1008;
            case AGENT_EXITED, AGENT_UNAVAILABLE, LINK_LOST, UNSUPPORTED, CONFIGURATION, INTERNAL -> 1011;
        };
    }

    /** Returns as much of a sentence as fits into a close frame, in whole characters. */
    static String text(String detail) {
        int bytes = 0;
        for (int i = 0; i < detail.length(); ) {
            int character = detail.codePointAt(i);
            bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (bytes > LONGEST_REASON) {
                return detail.substring(0, i);
            }
            i += Character.charCount(character);
        }
        return detail;
    }

    /**
     * Returns why the peer went.
     *
     * @param status the peer's: 1000 normal, 1001 going away, 1005 a close frame that names none; all else is no goodbye
     */
    static CloseReason reason(int status) {
        return status == 1000 || status == 1001 || status == 1005 ? CloseReason.NORMAL : CloseReason.LINK_LOST;
    }

    /** Returns why a gateway went that did not say {@code _fairlead/end}: a fault of ours, or the link was cut [6.7]. */
    static CloseReason ofGateway(int status, String text) {
        return status == 1002 || status == 1009 ? ofServer(status, text) : CloseReason.LINK_LOST;
    }

    /** Returns why the server of a plain socket went; the socket was the connection (wire.md 1). */
    static CloseReason ofServer(int status, String text) {
        Code code = switch (status) {
            case 1000, 1005 -> Code.NORMAL;
            case 1001 -> Code.SHUTDOWN;
            case 1002, 1003, 1007 -> Code.PROTOCOL;
            case 1008 -> Code.FORBIDDEN;
            case 1009 -> Code.TOO_LARGE;
            case 1011 -> Code.AGENT_EXITED;
            default -> Code.LINK_LOST;
        };
        return code == Code.LINK_LOST
                ? CloseReason.LINK_LOST
                : new CloseReason(
                        code,
                        "The WebSocket was closed with " + status + (text.isBlank() ? "" : ": " + text.strip())
                                + (text.endsWith(".") ? "" : "."));
    }
}
