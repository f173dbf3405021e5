// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final int MEBIBYTE = 1 << 20;

    @Test
    void isOneLineAfterReading() {
        Message message = Message.of(
                "\r\n{\r\n  \"jsonrpc\" :\n\"2.0\",\r\"method\":\"m\",\n\"params\":{ \"a\":[1,\r\n2\n],\n\"s\":\"\\n\\r\" } \n}\r\n");

        assertEquals(
                "  {    \"jsonrpc\" : \"2.0\", \"method\":\"m\", \"params\":{ \"a\":[1,  2 ], \"s\":\"\\n\\r\" }  }  ",
                message.text());
    }

    @Test
    void keepsEveryOtherByte() {
        String json =
                "{\"jsonrpc\":\"2.0\", \"method\":\"m\",\t\"params\":[1.50, \"\\u0061\\/\", \"\u00e9\u2028\ud83d\ude00\", \"\\ud800\"]}";

        assertEquals(json, Message.of(json).text());
    }

    @Test
    void takesTheArrayOver() {
        byte[] utf8 = Reading.withParams("{}").getBytes(StandardCharsets.UTF_8);
        Message message = Message.read(utf8, MessageLimits.STANDARD);

        assertSame(message.envelope(), message.envelope());
        assertEquals(utf8.length, message.size());
        assertEquals(ByteBuffer.wrap(utf8), message.utf8());
    }

    @Test
    void givesItsBytesAsAReadOnlyView() {
        ByteBuffer view = Message.of(Reading.withParams("{}")).utf8();

        assertTrue(view.isReadOnly());
        assertFalse(view.hasArray());
        assertThrows(ReadOnlyBufferException.class, () -> view.put(0, (byte) 'x'));
    }

    @Test
    void copiesItsBytesBehindOthers() {
        Message message = Message.of("{\"method\":\"\u00e9\"}");
        ByteBuffer target = ByteBuffer.allocate(message.size() + 1).put((byte) '>');

        message.copyTo(target);

        assertFalse(target.hasRemaining());
        assertEquals(">{\"method\":\"\u00e9\"}", new String(target.array(), StandardCharsets.UTF_8));
    }

    @Test
    void tellsKindMethodAndSizeButNeverTheContent() {
        assertEquals(
                "NOTIFICATION \"m\" (34 bytes)",
                Message.of("{\"method\":\"m\",\"params\":[\"secret\"]}").toString());
        assertEquals("RESULT (19 bytes)", Message.of("{\"id\":1,\"result\":0}").toString());
    }

    @Test
    void tellsItsMethodWithoutLineEnds() {
        assertFalse(Message.of("{\"method\":\"m\\n\\u0000ERROR all is lost\"}")
                .toString()
                .contains("\n"));
    }

    @Test
    void halfASurrogatePairIsRefusedAndNotReplaced() {
        AgentException refusal = assertThrows(AgentException.class, () -> Message.of("{\"method\":\"\ud83d\"}"));

        assertEquals(Code.MALFORMED_JSON, refusal.code());
        assertEquals("Not JSON: the text has half a surrogate pair in it.", refusal.getMessage());
    }

    @Test
    void mayHaveAsManyBytesAsTheLimit() {
        byte[] utf8 = Reading.withParams("{}").getBytes(StandardCharsets.UTF_8);

        assertEquals(
                utf8.length,
                Message.read(utf8.clone(), new MessageLimits(utf8.length, 2, 64))
                        .size());
        AgentException refusal = Reading.refusal(utf8, new MessageLimits(utf8.length - 1, 2, 64));
        assertEquals(Code.TOO_LARGE, refusal.code());
        assertEquals(
                "The message has " + utf8.length + " bytes; at most " + (utf8.length - 1) + " are allowed.",
                refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"m\",\"params\":\"FILL\"}",
                "{\"method\":\"m\",\"params\":{\"FILL\":1}}",
                "{\"method\":\"m\",\"\\u0061FILL\":1}",
                "{\"method\":\"m\",\"params\":{\"\\u0061FILL\":1}}",
                "{\"method\":\"m\",\"params\":[\"\\u0061FILL\"]}"
            })
    void isReadWithoutCopyingIt(String json) {
        byte[] utf8 = filled(json, 16 * MEBIBYTE);

        assertTrue(allocatedBy(() -> Message.read(utf8, MessageLimits.STANDARD)) < MEBIBYTE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"method\":\"FILL\"}",
                "{\"method\":\"\\u0061FILL\"}",
                "{\"jsonrpc\":\"FILL\"}",
                "{\"id\":\"FILL\"}",
                "{\"id\":\"\\u0061FILL\"}",
                "{\"params\":{\"sessionId\":\"\\u0061FILL\"}}"
            })
    void isRefusedWithoutCopyingIt(String json) {
        byte[] utf8 = filled(json, 16 * MEBIBYTE);

        assertTrue(allocatedBy(() -> Reading.refusal(utf8, MessageLimits.STANDARD)) < MEBIBYTE);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1", "-1, 1, 1", "1, 0, 1", "1, 513, 1", "1, 1, 0", "1, -1, 1"})
    void limitsHaveBounds(int bytes, int depth, int idBytes) {
        AgentException refusal = assertThrows(AgentException.class, () -> new MessageLimits(bytes, depth, idBytes));

        assertEquals(Code.CONFIGURATION, refusal.code());
        assertEquals(
                "A message limit is out of range: bytes " + bytes + ", depth " + depth + " (1 to 512), id bytes "
                        + idBytes + ".",
                refusal.getMessage());
    }

    private static byte[] filled(String json, int size) {
        int place = json.indexOf("FILL");
        byte[] head = json.substring(0, place).getBytes(StandardCharsets.UTF_8);
        byte[] tail = json.substring(place + "FILL".length()).getBytes(StandardCharsets.UTF_8);
        byte[] utf8 = new byte[size];
        Arrays.fill(utf8, (byte) 'x');
        System.arraycopy(head, 0, utf8, 0, head.length);
        System.arraycopy(tail, 0, utf8, size - tail.length, tail.length);
        return utf8;
    }

    private static long allocatedBy(Runnable action) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        action.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
