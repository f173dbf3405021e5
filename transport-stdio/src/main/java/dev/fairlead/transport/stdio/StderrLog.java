// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies an agent's stderr to the log, line by line, at INFO under a name of its own: what agents write there is their log, and
 * whoever serves one wants to see it or to turn it off.
 */
final class StderrLog {
    private static final Logger log = LoggerFactory.getLogger("dev.fairlead.agent");
    private static final int CHUNK = 8 << 10;
    private static final int LONGEST = 16 << 10;

    /** Colours and the like (ECMA-48 §5.4). */
    private static final Pattern CONTROL_SEQUENCE = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

    private static final Pattern CONTROL_CHARACTER = Pattern.compile("[\\p{Cc}\u2028\u2029&&[^\t]]");

    private final long pid;
    private final InputStream stderr;

    StderrLog(long pid, InputStream stderr) {
        this.pid = pid;
        this.stderr = stderr;
    }

    /** Reads until stderr ends. */
    void readToEnd() {
        LineReader lines =
                new LineReader(stderr, CHUNK, LONGEST, size -> log("(a line of " + size + " bytes is left out)"));
        try {
            for (byte[] line = lines.next(); line != null; line = lines.next()) {
                log(printable(line));
            }
        } catch (IOException e) {
            log("(stderr broke: " + e.getMessage() + ")");
        }
    }

    private void log(String line) {
        log.info("{} transport=stdio pid={}", line, pid);
    }

    /** Returns the line as text that cannot forge another line of the log, nor steer a terminal. */
    static String printable(byte[] line) {
        String text = new String(line, StandardCharsets.UTF_8);
        String plain = CONTROL_SEQUENCE.matcher(text).replaceAll("");
        return CONTROL_CHARACTER.matcher(plain).replaceAll("\ufffd");
    }
}
