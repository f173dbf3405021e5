// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A body in chunked coding (RFC 9112 §7.1). Its end without the last chunk is an {@link EOFException}, not an end. */
final class ChunkedBody extends InputStream {
    private final InputStream in;
    private long left;
    private boolean ended;

    ChunkedBody(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(target, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("the link was cut inside a chunk");
        }
        left -= count;
        if (left == 0) {
            requireEmptyLine();
        }
        return count;
    }

    private void nextChunk() throws IOException {
        int first = in.read();
        if (first < 0) {
            throw new EOFException("the link was cut before the last chunk");
        }
        String size = (char) first + HttpSocket.readLine(in);
        left = Long.parseLong(size.split(";", 2)[0].trim(), 16);
        if (left == 0) {
            ended = true;
            requireEmptyLine();
        }
    }

    private void requireEmptyLine() throws IOException {
        String line = HttpSocket.readLine(in);
        if (!line.isEmpty()) {
            throw new IOException("a chunk is longer than its size says");
        }
    }
}
