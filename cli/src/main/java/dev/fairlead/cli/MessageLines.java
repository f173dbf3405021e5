// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, as bytes; never holds more than one line of the length allowed. */
final class MessageLines {
    private final InputStream in;
    private final int longest;
    private final byte[] buffer = new byte[1 << 16];
    private int at;
    private int end;

    MessageLines(InputStream in, int longest) {
        this.in = in;
        this.longest = longest;
    }

    /**
     * Returns the next line that has more than a line end in it, without its LF, or null after the last one.
     *
     * @throws AgentException {@link Code#TOO_LARGE}: the line was skipped
     */
    byte @Nullable [] next() throws IOException {
        while (true) {
            ByteArrayOutputStream line = new ByteArrayOutputStream();
            boolean ended = readInto(line);
            if (line.size() > longest) {
                throw new AgentException(Code.TOO_LARGE, "A line is longer than " + longest + " bytes.");
            } else if (!isBlank(line)) {
                return line.toByteArray();
            } else if (!ended) {
                return null;
            }
        }
    }

    /** Reads one line, of too long a one its beginning; returns whether it ended in LF. */
    private boolean readInto(ByteArrayOutputStream line) throws IOException {
        while (true) {
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            line.write(buffer, at, Math.min(stop - at, longest + 1 - line.size()));
            if (stop < end) {
                at = stop + 1;
                return true;
            }
            at = 0;
            end = Math.max(0, in.read(buffer));
            if (end == 0) {
                return false;
            }
        }
    }

    private static boolean isBlank(ByteArrayOutputStream line) {
        return line.size() == 0 || (line.size() == 1 && line.toByteArray()[0] == '\r');
    }
}
