// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

/** A peer broke the protocol or a limit. The message is the reason told to it. */
final class WebSocketFault extends Exception {
    /** The peer broke the framing (RFC 6455 §7.4.1). */
    static final int PROTOCOL = 1002;
    /** Text that is not UTF-8. */
    static final int NOT_UTF8 = 1007;
    /** A message over the limit. */
    static final int TOO_LARGE = 1009;
    /** We cannot go on. */
    static final int INTERNAL = 1011;

    private static final long serialVersionUID = 1L;

    private final int code;

    WebSocketFault(int code, String reason) {
        super(reason);
        this.code = code;
    }

    int code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
