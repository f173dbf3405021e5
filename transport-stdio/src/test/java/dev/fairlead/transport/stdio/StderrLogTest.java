// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import java.io.ByteArrayInputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class StderrLogTest {
    @Test
    void logsEachLineWithTheProcessIdAtInfo() {
        try (LogRecord log = LogRecord.of("dev.fairlead.agent", Level.INFO)) {
            new StderrLog(4711, stderr("one\r\n\ntwo")).readToEnd();

            assertEquals(
                    List.of("INFO one transport=stdio pid=4711", "INFO two transport=stdio pid=4711"), log.lines());
        }
    }

    @Test
    void leavesOutALineThatIsTooLongAndSaysSo() {
        try (LogRecord log = LogRecord.of("dev.fairlead.agent", Level.INFO)) {
            new StderrLog(1, stderr("x".repeat(16_385) + "\nnext")).readToEnd();

            assertEquals(
                    List.of(
                            "INFO (a line of 16385 bytes is left out) transport=stdio pid=1",
                            "INFO next transport=stdio pid=1"),
                    log.lines());
        }
    }

    @Test
    void letsNoLineForgeAnotherOrSteerATerminal() {
        assertEquals("red and\tplain", StderrLog.printable("\u001b[1;31mred\u001b[0m and\tplain".getBytes(UTF_8)));
        assertEquals("a\ufffdb\ufffdc\ufffdd", StderrLog.printable("a\rb\u2028c\u001bd".getBytes(UTF_8)));
        assertEquals("\ufffd]0;title\ufffd", StderrLog.printable("\u001b]0;title\u0007".getBytes(UTF_8)));
    }

    @Test
    void readsWhatIsNotUtf8AsBestItCan() {
        assertEquals("a\ufffdb", StderrLog.printable(new byte[] {'a', (byte) 0xff, 'b'}));
    }

    private static ByteArrayInputStream stderr(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
