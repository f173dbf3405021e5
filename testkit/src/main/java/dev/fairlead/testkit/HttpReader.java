// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;

/** Reads HTTP/1.1 messages from bytes that come in any pieces. Believes what it reads, as long as it can tell where a body ends. */
final class HttpReader {
    private static final int LONGEST_HEAD = 64 << 10;

    private enum At {
        HEAD,
        BODY,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private final BiFunction<String, List<String>, HttpHead> heads;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private At at = At.HEAD;
    private long left;

    /**
     * Makes a reader.
     *
     * @param heads makes a head of its first line and its header lines
     */
    HttpReader(BiFunction<String, List<String>, HttpHead> heads) {
        this.heads = heads;
    }

    /** Returns what has come of a head that is not complete. */
    ByteBuffer unfinished() {
        return ByteBuffer.wrap(text.toByteArray());
    }

    /** Returns whether the end of the link is the end of the message. */
    boolean endsWithLink() {
        return at == At.BODY && left == Long.MAX_VALUE;
    }

    /**
     * Reads to the end of a message, or of the bytes.
     *
     * @return whether the message has ended, and the bytes that are left belong to another
     * @throws IllegalArgumentException if this is no HTTP
     */
    boolean read(ByteBuffer bytes, HttpSink sink) {
        while (bytes.hasRemaining()) {
            boolean inBody = at == At.BODY || at == At.CHUNK;
            if (inBody ? body(bytes, sink) : line(bytes, sink)) {
                return true;
            }
        }
        return false;
    }

    private boolean body(ByteBuffer bytes, HttpSink sink) {
        int count = (int) Math.min(left, bytes.remaining());
        sink.data(bytes.slice(bytes.position(), count));
        bytes.position(bytes.position() + count);
        if (left != Long.MAX_VALUE) {
            left -= count;
        }
        if (left > 0) {
            return false;
        }
        if (at == At.CHUNK) {
            at = At.CHUNK_END;
            return false;
        }
        return over(sink);
    }

    private boolean line(ByteBuffer bytes, HttpSink sink) {
        byte next = bytes.get();
        text.write(next);
        if (text.size() > LONGEST_HEAD) {
            throw new IllegalArgumentException("a head is longer than " + LONGEST_HEAD + " bytes");
        }
        if (next != '\n') {
            return false;
        }
        String lines = text.toString(StandardCharsets.ISO_8859_1).replace("\r\n", "\n");
        boolean empty = lines.equals("\n") || lines.endsWith("\n\n");
        return switch (at) {
            case HEAD -> empty && head(lines.strip(), sink);
            case CHUNK_SIZE -> chunk(lines.strip());
            case CHUNK_END -> go(At.CHUNK_SIZE);
            default -> empty && over(sink);
        };
    }

    private boolean head(String lines, HttpSink sink) {
        text.reset();
        if (lines.isEmpty()) {
            return false;
        }
        List<String> all = List.of(lines.split("\n"));
        HttpHead head = heads.apply(all.get(0), all.subList(1, all.size()));
        sink.head(head);
        if (head.opensTunnel()) {
            return true;
        }
        switch (head.framing()) {
            case NONE -> left = 0;
            case SIZED -> left = head.length();
            case CHUNKED -> {
                return go(At.CHUNK_SIZE);
            }
            default -> left = Long.MAX_VALUE;
        }
        return left == 0 ? over(sink) : go(At.BODY);
    }

    private boolean chunk(String size) {
        left = Long.parseLong(size.split(";", 2)[0].trim(), 16);
        return go(left == 0 ? At.TRAILER : At.CHUNK);
    }

    private boolean go(At place) {
        text.reset();
        at = place;
        return false;
    }

    private boolean over(HttpSink sink) {
        go(At.HEAD);
        sink.end();
        return true;
    }
}
