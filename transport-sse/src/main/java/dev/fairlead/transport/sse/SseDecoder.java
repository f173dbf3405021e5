// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads an event stream from bytes that were split anywhere (WHATWG HTML §9.2.6): lines end in LF, CR or CR LF, a byte order mark in
 * front is skipped, comments and unknown fields say nothing.
 *
 * <p>What the peer may make it hold is bounded: one event's data, and one line.
 */
final class SseDecoder {
    /** The most bytes of a field's name and of what is not data. */
    private static final int MOST_WORDS = 4 << 10;

    private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final int maxBytes;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private ByteArrayOutputStream data = new ByteArrayOutputStream(256);
    private boolean first = true;
    private boolean afterReturn;
    private boolean hasData;
    private String type = "";
    private @Nullable String id;

    /**
     * Creates a decoder.
     *
     * @param maxBytes the most bytes of an event's data
     */
    SseDecoder(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Takes bytes up to the end of the next event.
     *
     * @return the event, behind whose last byte the buffer stands; null if all bytes were taken and the event is not whole yet
     * @throws AgentException {@link Code#TOO_LARGE}; the decoder is of no more use then
     */
    @Nullable SseEvent next(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int end = bytes.position();
            if (afterReturn && bytes.get(end) == '\n') {
                bytes.get();
                afterReturn = false;
                continue;
            }
            afterReturn = false;
            while (end < bytes.limit() && bytes.get(end) != '\n' && bytes.get(end) != '\r') {
                end++;
            }
            take(bytes, end - bytes.position());
            if (!bytes.hasRemaining()) {
                return null;
            }
            afterReturn = bytes.get() == '\r';
            SseEvent event = endLine();
            if (event != null) {
                return event;
            }
        }
        return null;
    }

    private void take(ByteBuffer bytes, int length) {
        if (line.size() + length > (long) maxBytes - data.size() + MOST_WORDS) {
            throw tooLarge();
        }
        byte[] part = new byte[length];
        bytes.get(part);
        line.writeBytes(part);
    }

    private AgentException tooLarge() {
        return new AgentException(Code.TOO_LARGE, "An event of the stream is larger than " + maxBytes + " bytes.");
    }

    private @Nullable SseEvent endLine() {
        byte[] bytes = line.toByteArray();
        line.reset();
        int from = first && startsWithMark(bytes) ? MARK.length : 0;
        first = false;
        if (bytes.length == from) {
            return dispatch();
        }
        int colon = from;
        while (colon < bytes.length && bytes[colon] != ':') {
            colon++;
        }
        int value = Math.min(bytes.length, colon + 1);
        if (value < bytes.length && bytes[value] == ' ') {
            value++;
        }
        field(new String(bytes, from, Math.min(colon - from, MOST_WORDS), StandardCharsets.UTF_8), bytes, value);
        return null;
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= MARK.length && bytes[0] == MARK[0] && bytes[1] == MARK[1] && bytes[2] == MARK[2];
    }

    private void field(String name, byte[] bytes, int from) {
        switch (name) {
            case "data" -> {
                if ((long) data.size() + (hasData ? 1 : 0) + bytes.length - from > maxBytes) {
                    throw tooLarge();
                }
                if (hasData) {
                    data.write('\n');
                }
                hasData = true;
                data.write(bytes, from, bytes.length - from);
            }
            case "event" -> type = text(bytes, from);
            case "id" -> {
                String named = text(bytes, from);
                if (named.indexOf('\0') < 0) {
                    id = named;
                }
            }
            default -> {
                // a comment, the time to reconnect, or something that nobody knows
            }
        }
    }

    private static String text(byte[] bytes, int from) {
        return new String(bytes, from, Math.min(bytes.length - from, MOST_WORDS), StandardCharsets.UTF_8);
    }

    private @Nullable SseEvent dispatch() {
        SseEvent event = hasData ? new SseEvent(type, id, data.toByteArray()) : null;
        if (data.size() > MOST_WORDS) {
            data = new ByteArrayOutputStream(256); // a large event's room is not kept for small ones
        } else {
            data.reset();
        }
        hasData = false;
        type = "";
        id = null;
        return event;
    }
}
