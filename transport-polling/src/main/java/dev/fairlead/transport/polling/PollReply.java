// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.spi.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway answered to one poll: the dialling mirror of {@link PollAnswer}.
 *
 * @param poll the number of the poll that it answers, or null if it names none
 * @param connectionId the connection, or null in the answer to a probe
 * @param received up to where our messages are accepted
 * @param notices what stands before the events
 * @param events the events
 * @param caughtUp whether there was nothing more when the poll came
 * @param next the cursor behind them
 * @param end the last word, or null
 */
record PollReply(
        @Nullable Long poll,
        @Nullable String connectionId,
        long received,
        List<Notice> notices,
        List<Down> events,
        boolean caughtUp,
        long next,
        Notice.@Nullable End end) {
    private static final int DEEPEST = MessageLimits.DEEPEST + 8;

    /**
     * An event, as it stands in the answer.
     *
     * @param sequence its number
     * @param place what it stands in
     */
    record Down(long sequence, JsonObject place) {
        /** Returns a copy of the bytes of its message. */
        byte[] utf8() {
            return required("message", place.bytes("message"));
        }
    }

    /**
     * Reads a body; takes the array over.
     *
     * @throws AgentException {@link Code#MALFORMED_JSON} or {@link Code#INVALID_MESSAGE} if it is no answer to a poll
     */
    static PollReply read(byte[] body) {
        JsonObject json = JsonObject.read(body, DEEPEST);
        if (!json.has("events")) {
            throw new AgentException(Code.INVALID_MESSAGE, "The member 'events' is missing.");
        }
        List<Down> events = new ArrayList<>();
        for (JsonObject place : json.objects("events")) {
            if (!place.has("message")) {
                throw new AgentException(Code.INVALID_MESSAGE, "An event has no message.");
            }
            events.add(new Down(required("sequence", place.number("sequence")), place));
        }
        JsonObject end = json.object("ended");
        return new PollReply(
                json.number("poll"),
                json.text("connectionId"),
                Objects.requireNonNullElse(json.number("received"), 0L),
                notices(json),
                events,
                json.has("caughtUp"),
                required("next", json.number("next")),
                end == null ? null : (Notice.End) Notice.read("end", end));
    }

    private static List<Notice> notices(JsonObject json) {
        List<Notice> notices = new ArrayList<>(0);
        JsonObject gap = json.object("gap");
        if (gap != null) {
            notices.add(Objects.requireNonNull(Notice.read("gap", gap)));
        }
        for (JsonObject resolved : json.objects("resolved")) {
            notices.add(Objects.requireNonNull(Notice.read("resolved", resolved)));
        }
        return notices;
    }

    private static <T> T required(String name, @Nullable T value) {
        if (value == null) {
            throw new AgentException(Code.INVALID_MESSAGE, "The member '" + name + "' is missing.");
        }
        return value;
    }

    /** Returns whether the gateway says that a cursor lies beyond its end: the next one is lower. */
    boolean goesBack(long cursor) {
        return next < cursor
                && notices.stream().anyMatch(notice -> notice instanceof Notice.Gap gap && gap.from() == next + 1);
    }

    /** Returns whether it has something for the listener. */
    boolean hasNews() {
        return !notices.isEmpty() || !events.isEmpty();
    }
}
