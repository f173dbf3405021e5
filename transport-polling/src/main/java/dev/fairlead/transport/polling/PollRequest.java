// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.MessageLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks in one poll (wire.md 2.3).
 *
 * @param poll the number that the client gave the poll, which its answer repeats; or null
 * @param connectionId the connection, or null to begin one or to probe
 * @param client the name the client gave itself, or null
 * @param after the cursor: the last sequence that the client has
 * @param patience how long the answer may wait for something to say, as far as the client is concerned; or null
 * @param most the most events of the answer
 * @param messages what the client says, in its order
 */
record PollRequest(
        @Nullable Long poll,
        @Nullable String connectionId,
        @Nullable String client,
        long after,
        @Nullable Duration patience,
        int most,
        List<Upward> messages) {
    /** The most bytes of a body beside the message that it may carry. */
    static final int FRAME = 64 << 10;

    private static final int MOST_EVENTS = 256;
    private static final int DEEPEST = MessageLimits.DEEPEST + 8;
    private static final Pattern NAME = Pattern.compile("[!-~]{1,128}");

    /**
     * A message of the client, or its word that none with that number will come.
     *
     * @param sequence its number, from 1
     * @param place what it stands in
     */
    record Upward(long sequence, JsonObject place) {
        private static final String MESSAGE = "message";

        Upward {
            if (sequence < 1) {
                throw new AgentException(Code.INVALID_MESSAGE, "Each of the messages needs a sequence from 1.");
            }
        }

        /** Returns a copy of its bytes; none if its number is given up. */
        byte[] utf8() {
            byte[] message = place.bytes(MESSAGE);
            return message == null ? new byte[0] : message;
        }
    }

    /**
     * Reads a body; takes the array over.
     *
     * @throws AgentException if it is no poll, with what is wrong
     */
    static PollRequest read(byte[] body) {
        JsonObject json = JsonObject.read(body, DEEPEST);
        List<Upward> messages = new ArrayList<>();
        for (JsonObject place : json.objects("messages")) {
            messages.add(new Upward(Objects.requireNonNullElse(place.number("sequence"), 0L), place));
        }
        Long wait = json.number("waitMillis");
        long most = Objects.requireNonNullElse(json.number("max"), (long) MOST_EVENTS);
        return new PollRequest(
                json.number("poll"),
                json.text("connectionId"),
                client(json),
                Objects.requireNonNullElse(json.number("after"), 0L),
                wait == null ? null : Duration.ofMillis(wait),
                (int) Math.max(1, Math.min(MOST_EVENTS, most)),
                messages);
    }

    private static @Nullable String client(JsonObject json) {
        String name = json.text("client");
        if (name != null && !NAME.matcher(name).matches()) {
            throw new AgentException(
                    Code.INVALID_MESSAGE, "The member 'client' must be 1 to 128 visible ASCII characters.");
        }
        return name;
    }

    /** Returns whether nothing is asked but that an answer comes. */
    boolean isProbe() {
        return connectionId == null && messages.isEmpty();
    }
}
