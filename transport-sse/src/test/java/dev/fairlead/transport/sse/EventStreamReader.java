// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole event stream as the WHATWG describes it (HTML §9.2.6), written from the text alone: shares nothing with the encoder. */
final class EventStreamReader {
    /**
     * One dispatched event.
     *
     * @param id the last event id when it was dispatched
     */
    record Dispatched(String type, String data, String id) {}

    final List<Dispatched> events = new ArrayList<>();
    final List<String> comments = new ArrayList<>();
    String retry = "";

    private final StringBuilder data = new StringBuilder();
    private String type = "";
    private String id = "";

    static EventStreamReader read(ByteBuffer bytes) {
        String text = StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
        EventStreamReader reader = new EventStreamReader();
        String[] lines = text.split("\r\n|\n|\r", -1);
        for (int i = 0; i < lines.length - 1; i++) { // what follows the last line end is no line
            reader.line(lines[i]);
        }
        return reader;
    }

    private void line(String line) {
        int colon = line.indexOf(':');
        if (line.isEmpty()) {
            dispatch();
        } else if (colon == 0) {
            comments.add(line.substring(1));
        } else if (colon > 0) {
            String value = line.substring(colon + 1);
            field(line.substring(0, colon), value.startsWith(" ") ? value.substring(1) : value);
        } else {
            field(line, "");
        }
    }

    private void field(String name, String value) {
        switch (name) {
            case "event" -> type = value;
            case "data" -> data.append(value).append('\n');
            case "id" -> id = value.indexOf('\0') < 0 ? value : id;
            case "retry" -> retry = value;
            default -> throw new AssertionError("A field that no reader knows: " + name);
        }
    }

    private void dispatch() {
        if (data.length() > 0) {
            data.setLength(data.length() - 1);
            events.add(new Dispatched(type.isEmpty() ? "message" : type, data.toString(), id));
        }
        data.setLength(0);
        type = "";
    }
}
