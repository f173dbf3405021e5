// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which streams of a connection a wire carries to the client.
 *
 * @param all whether it carries every stream
 * @param sessionId the one session whose stream it carries; null for the connection stream alone
 */
public record Streams(boolean all, @Nullable String sessionId) {
    /** The connection stream and every session's. */
    public static final Streams ALL = new Streams(true, null);

    /** The connection stream alone. */
    public static final Streams CONNECTION = new Streams(false, null);

    /** Returns the stream of one session. */
    public static Streams session(String sessionId) {
        return new Streams(false, sessionId);
    }

    /** Returns whether a session's stream, or with null the connection stream, is among these. */
    public boolean include(@Nullable String stream) {
        return all || Objects.equals(sessionId, stream);
    }

    /** Returns whether some stream is among both. */
    public boolean overlap(Streams other) {
        return all || other.all || Objects.equals(sessionId, other.sessionId);
    }
}
