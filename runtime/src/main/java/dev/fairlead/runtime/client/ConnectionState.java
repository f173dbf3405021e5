// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import java.time.Duration;

/** What a connection of a {@link Connector} is up to, for people to see and programs to act upon. */
public sealed interface ConnectionState {
    /** A way to the gateway is being looked for; nothing has worked yet. */
    record Connecting() implements ConnectionState {}

    /**
     * Messages flow.
     *
     * @param transport what carries them, {@code websocket} for instance
     */
    record Connected(String transport) implements ConnectionState {}

    /**
     * Messages flow, though not as well as they could. Follows {@link Connected}.
     *
     * @param why one sentence
     */
    record Degraded(String why) implements ConnectionState {}

    /**
     * The link was lost; what is sent is kept until it is back.
     *
     * @param attempt the number of the next try, from 1
     * @param nextTry how long from now that is
     * @param why one sentence
     */
    record Reconnecting(int attempt, Duration nextTry, String why) implements ConnectionState {}

    /**
     * Messages from the agent are lost, or may be.
     *
     * @param from the first sequence that is missing, or 0 if nobody knows
     * @param to the last sequence that is missing, or 0 if nobody knows
     * @param reason one sentence
     */
    record Gap(long from, long to, String reason) implements ConnectionState {}

    /**
     * The connection is over; the last state.
     *
     * @param reason why
     * @param retryable whether connecting anew may succeed
     */
    record Closed(CloseReason reason, boolean retryable) implements ConnectionState {
        static Closed of(CloseReason reason) {
            return switch (reason.code()) {
                case UNAUTHORIZED, FORBIDDEN, PROTOCOL, CONFIGURATION, UNSUPPORTED, NORMAL -> new Closed(reason, false);
                default -> new Closed(reason, true);
            };
        }
    }
}
