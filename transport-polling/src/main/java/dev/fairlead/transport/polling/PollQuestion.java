// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import dev.fairlead.api.JsonText;
import dev.fairlead.api.spi.Event;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What we ask in one poll: the dialling mirror of {@link PollRequest}.
 *
 * @param poll the poll's number, which nothing on the way has seen before
 * @param connectionId the connection, or null to begin one or to probe
 * @param client our name
 * @param after the cursor
 * @param patience how long the answer may wait
 * @param messages what we say, each numbered
 * @param skipped the number of a message that we give up, or 0; then there are no messages
 */
record PollQuestion(
        long poll,
        @Nullable String connectionId,
        String client,
        long after,
        Duration patience,
        List<Event> messages,
        long skipped) {
    /** Returns the body of the request. */
    byte[] json() {
        StringBuilder frame = new StringBuilder("{\"poll\":").append(poll);
        if (connectionId != null) {
            frame.append(",\"connectionId\":").append(JsonText.quote(connectionId));
        }
        frame.append(",\"client\":").append(JsonText.quote(client));
        frame.append(",\"after\":").append(after);
        frame.append(",\"waitMillis\":").append(patience.toMillis());
        if (skipped > 0) {
            frame.append(",\"messages\":[{\"sequence\":").append(skipped).append("}]");
        }
        List<byte[]> frames = new ArrayList<>(messages.size() + 1);
        for (Event message : messages) {
            frame.append(frames.isEmpty() ? ",\"messages\":[{" : ",{");
            frame.append("\"sequence\":").append(message.sequence()).append(",\"message\":");
            frames.add(frame.toString().getBytes(StandardCharsets.UTF_8));
            frame = new StringBuilder("}");
        }
        frame.append(messages.isEmpty() ? "}" : "]}");
        frames.add(frame.toString().getBytes(StandardCharsets.UTF_8));
        return Frames.around(messages, frames);
    }
}
