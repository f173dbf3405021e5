// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import org.jspecify.annotations.Nullable;

/**
 * The one exception of Fairlead.
 *
 * <p>Its message is a sentence fit for the peer: what happened, to which thing, what to do. What only the log may see is the
 * {@linkplain #getCause() cause}.
 */
public final class AgentException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** Creates an exception without a cause. */
    public AgentException(Code code, String detail) {
        this(code, detail, null);
    }

    /** Creates an exception whose cause is for the log alone. */
    public AgentException(Code code, String detail, @Nullable Throwable cause) {
        super(detail, cause);
        this.code = code;
    }

    /** Returns what programs act upon. */
    public Code code() {
        return code;
    }

    /** Returns the same as the reason of an end. */
    public CloseReason reason() {
        return new CloseReason(code, String.valueOf(getMessage()));
    }
}
