// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads lines of bounded length. Used by one thread, {@link #turn} apart.
 *
 * <p>A line ends with LF, CR LF or the end of the stream. Blank lines are passed over. Of a line over the limit no more is held than
 * the limit and one chunk, and of the others each byte is copied once.
 */
final class LineReader {
    private static final int MOST_HELD = Integer.MAX_VALUE - (1 << 20);

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH_BYTE = 0x0101010101010101L;
    private static final long EACH_SIGN = EACH_BYTE << 7;
    private static final long EACH_LINE_FEED = EACH_BYTE * '\n';

    private final InputStream in;
    private final int chunk;
    private final int limit;
    private final LongConsumer tooLong;
    private final AtomicLong turn = new AtomicLong();

    private byte[] buffer;

    /** The line that is being read begins at start; no LF is before searched, and no byte at end. */
    private int start;

    private int searched;
    private int end;

    /** The bytes that were dropped of a line over the limit. */
    private long passed;

    /**
     * Creates a reader.
     *
     * @param chunk the most bytes of a read
     * @param limit the most bytes of a line, without its end
     * @param tooLong is told the size of each line over the limit, up to its LF, when all of it has gone by
     */
    LineReader(InputStream in, int chunk, int limit, LongConsumer tooLong) {
        this.in = in;
        this.chunk = chunk;
        this.limit = Math.min(limit, MOST_HELD);
        this.tooLong = tooLong;
        this.buffer = new byte[chunk];
    }

    /** Returns the next line in an array of its own, or null at the end of the stream. Blocks until there is one. */
    byte @Nullable [] next() throws IOException {
        while (true) {
            int lineFeed = indexOfLineFeed(buffer, searched, end);
            if (lineFeed >= 0) {
                byte[] line = take(lineFeed);
                start = searched = lineFeed + 1;
                if (line != null) {
                    return line;
                }
                continue;
            }
            searched = end;
            if (end - start > limit + 1L) { // one more, as it may be the CR
                passed += end - start;
                start = end;
            }
            if (!fill()) {
                byte[] line = passed + end - start > 0 ? take(end) : null;
                start = searched = end;
                return line;
            }
        }
    }

    /** Returns a number that changes when a read of the stream begins and ends: it is odd during one. Any thread. */
    long turn() {
        return turn.get();
    }

    /** Returns the line up to there; null if it is blank or was too long. */
    private byte @Nullable [] take(int stop) {
        int to = stop > start && buffer[stop - 1] == '\r' ? stop - 1 : stop;
        if (passed > 0 || to - start > limit) {
            tooLong.accept(passed + stop - start);
            passed = 0;
            return null;
        }
        for (int i = start; i < to; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return Arrays.copyOfRange(buffer, start, to);
            }
        }
        return null;
    }

    private boolean fill() throws IOException {
        makeRoom();
        turn.getAndIncrement();
        int count;
        try {
            count = in.read(buffer, end, Math.min(chunk, buffer.length - end));
        } finally {
            turn.getAndIncrement();
        }
        if (count < 0) {
            return false;
        }
        end += count;
        return true;
    }

    /**
     * Makes room for a read: moves what is held to the front, of a larger buffer if it fills half a chunk or more, of the usual one
     * once a large one has served.
     */
    private void makeRoom() {
        int held = end - start;
        int least = (chunk + 1) / 2;
        boolean shrinks = buffer.length > 4 * chunk && held <= chunk / 2;
        if (held > 0 && buffer.length - end >= least && !shrinks) {
            return;
        }
        byte[] from = buffer;
        if (shrinks) {
            buffer = new byte[chunk];
        } else if (buffer.length - held < least) {
            buffer = new byte[(int) Math.min(2L * buffer.length, limit + 2L * chunk)];
        }
        System.arraycopy(from, start, buffer, 0, held);
        start = 0;
        end = searched = held;
    }

    /** Returns where the first LF is, or -1. Looks at eight bytes at a time: a zero byte borrows from the bit above it. */
    private static int indexOfLineFeed(byte[] bytes, int from, int to) {
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long zeroWhereLineFeed = (long) EIGHT_BYTES.get(bytes, i) ^ EACH_LINE_FEED;
            long found = (zeroWhereLineFeed - EACH_BYTE) & ~zeroWhereLineFeed & EACH_SIGN;
            if (found != 0) {
                return i + Long.numberOfTrailingZeros(found) / Byte.SIZE;
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
