// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.testkit.Inbox.Arrival;
import dev.fairlead.testkit.Inbox.Kind;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * An SSE response that is being read into an {@link Inbox} by a thread of its own, until it ends or is closed.
 *
 * <p>Reads as the WHATWG HTML standard says (§9.2.6), byte by byte, so that a flushed line is seen at once.
 */
final class EventStream implements Closeable {
    private final HttpSocket socket;
    private final String name;
    private final Response head;
    private final Inbox inbox;

    private String event = "";
    private String id = "";
    private StringBuilder data = new StringBuilder();

    private EventStream(HttpSocket socket, String name, Response head, Inbox inbox) {
        this.socket = socket;
        this.name = name;
        this.head = head;
        this.inbox = inbox;
    }

    /** Begins to read what follows the head of an answer, which must be a stream of events. */
    static EventStream read(HttpSocket socket, String name, Response head, Inbox inbox) throws IOException {
        Expect.status(head, 200);
        Expect.that(
                head.header("Content-Type").startsWith("text/event-stream"),
                "expected Content-Type text/event-stream but was '" + head.header("Content-Type") + "'");
        EventStream stream = new EventStream(socket, name, head, inbox);
        socket.beStream();
        Thread reader = new Thread(stream::run, "conformance-" + name.replace(' ', '-'));
        reader.setDaemon(true);
        reader.start();
        return stream;
    }

    Response head() {
        return head;
    }

    String name() {
        return name;
    }

    private void run() {
        try (InputStream body = socket.body(head)) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean afterReturn = false;
            for (int c = body.read(); c >= 0; c = body.read()) {
                if (c == '\n' && afterReturn) {
                    afterReturn = false;
                } else if (c == '\n' || c == '\r') {
                    afterReturn = c == '\r';
                    take(line.toString(StandardCharsets.UTF_8));
                    line.reset();
                } else {
                    afterReturn = false;
                    line.write(c);
                }
            }
            put(Kind.END, "the body ended");
        } catch (IOException | NumberFormatException e) {
            put(Kind.CUT, String.valueOf(e.getMessage()));
        }
    }

    private void take(String line) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
        if (line.isEmpty()) {
            dispatch();
        } else if (colon == 0 || field.equals("retry")) {
            put(Kind.REMARK, line);
        } else if (field.equals("event")) {
            event = value;
        } else if (field.equals("id")) {
            id = value;
        } else if (field.equals("data")) {
            data.append(data.isEmpty() ? "" : "\n").append(value);
        }
    }

    private void dispatch() {
        if (!event.isEmpty() && !event.equals("message")) {
            put(Kind.NAMED_EVENT, data.toString());
        } else if (!data.isEmpty()) {
            put(Kind.MESSAGE, data.toString());
        }
        event = "";
        id = "";
        data = new StringBuilder();
    }

    private void put(Kind kind, String text) {
        inbox.put(new Arrival(name, kind, event, id, text));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
