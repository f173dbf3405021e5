// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events (WHATWG HTML §9.2.6), one after the other; what ends in mid-event is no event. */
final class SseEvents {
    /**
     * An event.
     *
     * @param id empty if it has none
     * @param name empty if it has none
     */
    record SseEvent(String id, String name, String data) {}

    private final InputStream body;

    SseEvents(InputStream body) {
        this.body = body;
    }

    /** Waits for the next event; fails at the end of the stream. */
    SseEvent next() throws IOException {
        String id = "";
        String name = "";
        String data = null;
        while (true) {
            String line = HttpSocket.readLine(body);
            if (line.isEmpty() && data != null) {
                return new SseEvent(id, name, data);
            } else if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("event: ")) {
                name = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data = append(data, line.substring(6));
            }
        }
    }

    private static String append(@Nullable String data, String line) {
        return data == null ? line : data + "\n" + line;
    }
}
