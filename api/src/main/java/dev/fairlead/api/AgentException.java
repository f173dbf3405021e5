// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import java.time.Duration;
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
    private final @Nullable Duration retryAfter;

    /** Creates an exception without a cause. */
    public AgentException(Code code, String detail) {
        this(code, detail, null);
    }

    /** Creates an exception whose cause is for the log alone. */
    public AgentException(Code code, String detail, @Nullable Throwable cause) {
        this(new CloseReason(code, detail), cause);
    }

    /** Creates an exception for that reason, whose cause is for the log alone. */
    public AgentException(CloseReason reason, @Nullable Throwable cause) {
        super(reason.detail(), cause);
        this.code = reason.code();
        this.retryAfter = reason.retryAfter();
    }

    /** Returns what programs act upon. */
    public Code code() {
        return code;
    }

    /** Returns the same as the reason of an end. */
    public CloseReason reason() {
        return new CloseReason(code, String.valueOf(getMessage()), retryAfter);
    }
}
