// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why something ended: a code for programs and a sentence for people.
 *
 * @param code what programs act upon
 * @param detail one plain sentence that names no class, path or command; it may leave the gateway (wire.md 2.9)
 * @param retryAfter how long the other side asks to wait before the next try (RFC 9110 §10.2.3), or null if it does not say; not
 *     checked, it may be absurd
 */
public record CloseReason(
        Code code, String detail, @Nullable Duration retryAfter) {
    /** Ended because somebody asked for it. */
    public static final CloseReason NORMAL = new CloseReason(Code.NORMAL, "Closed on request.");

    /** The gateway is stopping. */
    public static final CloseReason SHUTDOWN = new CloseReason(Code.SHUTDOWN, "The gateway is shutting down.");

    /** The link broke without a word. */
    public static final CloseReason LINK_LOST = new CloseReason(Code.LINK_LOST, "The link was cut.");

    /** A newer wire took over. */
    public static final CloseReason SUPERSEDED =
            new CloseReason(Code.SUPERSEDED, "A newer request of the same client reads this stream now.");

    /** Of JSON-RPC 2.0 §5.1. */
    private static final int INTERNAL_ERROR = -32603;

    public CloseReason {
        Objects.requireNonNull(code);
        Objects.requireNonNull(detail);
    }

    /** Creates a reason that says nothing of another try. */
    public CloseReason(Code code, String detail) {
        this(code, detail, null);
    }

    /**
     * Returns the JSON-RPC error that answers a request which was not carried out for this reason, one line.
     *
     * @param id the JSON text of the request's id
     */
    public String answerTo(String id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":" + INTERNAL_ERROR + ",\"message\":"
                + JsonText.quote(detail) + ",\"data\":{\"code\":\"" + code.text() + "\"}}}";
    }

    @Override
    public String toString() {
        return code.text() + ": " + detail;
    }
}
