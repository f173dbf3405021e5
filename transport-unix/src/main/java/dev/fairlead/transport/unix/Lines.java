// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.unix;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Takes bytes as they come and gives lines, each in an array of its own. LF ends one, CR LF too; blank lines mean nothing. */
final class Lines {
    private final int limit;
    private byte[] held = {};
    private int start;
    private int searched;
    private int end;

    /**
     * Creates an empty one.
     *
     * @param limit the most bytes of a line, without its end
     */
    Lines(int limit) {
        this.limit = limit;
    }

    void add(ByteBuffer bytes) {
        int more = bytes.remaining();
        if (held.length - end < more) {
            byte[] from = held;
            int length = end - start;
            held = new byte[Math.max(length + more, Math.min(2 * length, limit) + more)];
            System.arraycopy(from, start, held, 0, length);
            searched -= start;
            start = 0;
            end = length;
        }
        bytes.get(held, end, more);
        end += more;
    }

    /** Returns the next whole line, or null if there is none yet. */
    byte @Nullable [] next() {
        while (searched < end) {
            if (held[searched++] == '\n') {
                byte[] line = take(searched - 1);
                start = searched;
                if (line.length > 0) {
                    return line;
                }
            }
        }
        if (start == end) {
            held = new byte[0];
            start = searched = end = 0;
        }
        return null;
    }

    /** Returns whether the line that is coming is longer than allowed. */
    boolean isTooLong() {
        return end - start > limit + 1L; // one more, as it may be the CR
    }

    private byte[] take(int stop) {
        int to = stop > start && held[stop - 1] == '\r' ? stop - 1 : stop;
        return Arrays.copyOfRange(held, start, to);
    }
}
