// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Why a stage failed. */
final class Reason {
    private Reason() {}

    /** Returns what went wrong; what is no {@link AgentException} is our own fault or the transport's. */
    static AgentException of(@Nullable Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof AgentException known) {
            return known;
        }
        return cause instanceof CancellationException
                ? new AgentException(Code.TIMED_OUT, "No answer came in time.", cause)
                : new AgentException(Code.INTERNAL, "The transport failed: " + cause, cause);
    }
}
