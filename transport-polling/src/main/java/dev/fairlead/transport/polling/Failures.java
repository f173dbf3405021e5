// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Failures of polls in a row: how long to pause after one, and which of them is the end. Used in turns alone. */
final class Failures {
    private static final int MOST = 3;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);

    private int inARow;

    /** Learns that a poll was answered. */
    void answered() {
        inARow = 0;
    }

    /**
     * Learns that a poll failed.
     *
     * @param begun whether the gateway has a connection for us, which a gateway that is busy does not end
     * @return how long to wait before it is asked again, or null if it is not
     */
    @Nullable Duration failed(AgentException why, boolean begun) {
        Duration asked = Objects.requireNonNullElse(why.reason().retryAfter(), BUSY_PAUSE);
        boolean isShort = asked.compareTo(LONGEST_PAUSE) <= 0; // the runtime waits longer, and says so
        if (why.code() == Code.LIMIT_REACHED && begun && isShort) {
            return asked;
        }
        if (why.code() != Code.LINK_LOST || ++inARow >= MOST) {
            return null;
        }
        long most = FIRST_PAUSE.toMillis() << inARow;
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most));
    }
}
