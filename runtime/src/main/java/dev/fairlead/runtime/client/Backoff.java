// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to try again: at first within 100 ms, then exponentially later up to 30 s, each with full jitter (wire.md 2.7).
 *
 * <p>Not thread-safe.
 */
final class Backoff {
    /** How long a wire must have lived before its end counts as the first one. */
    static final Duration STABLE = Duration.ofSeconds(30);

    /** The longest that a server may ask to wait: nobody is put to sleep for a day. */
    static final Duration LONGEST_ASKED = Duration.ofMinutes(5);

    private static final long FIRST_MILLIS = 100;
    private static final long MOST_MILLIS = 30_000;

    /** A wire that brought messages is worth no more than 800 ms of waiting, however young it died. */
    private static final int MOST_AFTER_PROGRESS = 3;

    private final RandomGenerator random;
    private int attempts;
    private boolean forgiven;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Returns how often has been tried since all was well. */
    int attempts() {
        return attempts;
    }

    /** Returns how long to wait before the next try, and counts it. */
    Duration next() {
        long most = Math.min(MOST_MILLIS, FIRST_MILLIS << Math.min(attempts, 16));
        attempts++;
        return Duration.ofMillis(random.nextLong(most + 1));
    }

    /** Returns how long to wait before the next try if the server asks for some patience: that and the jitter on top. */
    Duration next(@Nullable Duration asked) {
        return asked == null ? next() : next().plus(isAbsurd(asked) ? LONGEST_ASKED : asked);
    }

    /** Returns what people are told of that, behind a sentence. */
    static String words(@Nullable Duration asked) {
        if (asked == null) {
            return "";
        }
        String words = " The server asks to wait for " + asked.toSeconds() + " s";
        return words + (isAbsurd(asked) ? ", of which " + LONGEST_ASKED.toSeconds() + " s must do." : ".");
    }

    private static boolean isAbsurd(Duration asked) {
        return asked.compareTo(LONGEST_ASKED) > 0;
    }

    /** Learns that the gateway is there again, though without the connection: once that is worth a try within 800 ms. */
    void reached() {
        if (!forgiven) {
            forgiven = true;
            attempts = Math.min(attempts, MOST_AFTER_PROGRESS);
        }
    }

    /** Learns that a wire that worked has ended. */
    void ended(Duration lived, boolean progressed) {
        if (lived.compareTo(STABLE) >= 0) {
            attempts = 0;
            forgiven = false;
        } else if (progressed) {
            attempts = Math.min(attempts, MOST_AFTER_PROGRESS);
        }
    }
}
