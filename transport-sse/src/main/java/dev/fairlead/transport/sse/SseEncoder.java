// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Turns events and notices into the bytes of an event stream (WHATWG HTML §9.2). */
final class SseEncoder {
    private static final byte[] ID = ascii("id: ");
    private static final byte[] EVENT = ascii("event: ");
    private static final byte[] LINE_END_AND_DATA = ascii("\ndata: ");
    private static final byte[] END_OF_EVENT = ascii("\n\n");

    private SseEncoder() {}

    /** Returns the first bytes of a stream: a comment, so that a proxy which buffers shows itself, and the time to reconnect. */
    static ByteBuffer preamble() {
        return ByteBuffer.wrap(ascii(": fairlead\nretry: 1000\n\n"));
    }

    /** Returns a batch in one buffer of just its size: the only copy of the messages. */
    static ByteBuffer events(List<Event> batch) {
        int size = 0;
        for (Event event : batch) {
            size = Math.addExact(size, sizeOf(event));
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (Event event : batch) {
            bytes.put(ID);
            event.putSequence(bytes);
            bytes.put(LINE_END_AND_DATA);
            event.message().copyTo(bytes); // one line, so one field [7.3]
            bytes.put(END_OF_EVENT);
        }
        return bytes.flip();
    }

    /** Returns a notice, empty if it has no form here. It has no {@code id}: it moves no cursor. */
    static ByteBuffer notice(Notice notice) {
        if (notice instanceof Notice.Heartbeat) {
            return ByteBuffer.wrap(ascii(":\n\n"));
        }
        if (notice instanceof Notice.Acknowledged) {
            return ByteBuffer.allocate(0); // the answer to the POST has said it
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(EVENT);
        bytes.writeBytes(ascii(notice.name()));
        putLines(bytes, notice.json().getBytes(StandardCharsets.UTF_8));
        bytes.writeBytes(END_OF_EVENT);
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /** Puts each line of a text into a data field of its own. CR LF, CR and LF end a line here; U+2028 and U+2029 do not. */
    private static void putLines(ByteArrayOutputStream bytes, byte[] text) {
        bytes.writeBytes(LINE_END_AND_DATA);
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                bytes.writeBytes(LINE_END_AND_DATA);
                if (text[i] == '\r' && i + 1 < text.length && text[i + 1] == '\n') {
                    i++;
                }
            } else {
                bytes.write(text[i]);
            }
        }
    }

    private static int sizeOf(Event event) {
        int frame = ID.length + event.sequenceDigits() + LINE_END_AND_DATA.length + END_OF_EVENT.length;
        return Math.addExact(frame, event.message().size());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
