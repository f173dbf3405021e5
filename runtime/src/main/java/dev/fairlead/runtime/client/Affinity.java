// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import java.time.Duration;

/**
 * Whether the gateway that answers is the one that the connection was begun with (fault F21): a connection that is unknown a moment
 * after it was begun speaks of another. Guarded by its connection.
 */
final class Affinity {
    /** A load balancer without affinity shows itself by then; a gateway seldom restarts so soon. */
    private static final long YOUTH = Duration.ofSeconds(10).toNanos();

    private long born;

    /** A connection is begun. */
    void begin(long now) {
        born = now;
    }

    /** Returns whether it is a matter of affinity that a wire ended. */
    boolean isMissing(Code code, long now) {
        return code == Code.CONNECTION_UNKNOWN && now - born < YOUTH;
    }

    /** Returns the reason, with what it means if it is a matter of affinity. */
    CloseReason explain(CloseReason reason, long now) {
        return isMissing(reason.code(), now)
                ? new CloseReason(
                        reason.code(),
                        "The gateway does not know a connection that was begun "
                                + Duration.ofNanos(now - born).toMillis()
                                + " ms ago. Unless it was restarted, another gateway answered: the load balancer needs affinity, by"
                                + " a cookie for instance. " + reason.detail())
                : reason;
    }
}
