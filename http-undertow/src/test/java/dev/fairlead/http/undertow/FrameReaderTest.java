// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FrameReaderTest {
    private static final int FINAL_TEXT = 0x81;
    private static final int FIRST_TEXT = 0x01;
    private static final int FIRST_BINARY = 0x02;
    private static final int MORE = 0x00;
    private static final int LAST = 0x80;
    private static final int PING = 0x89;
    private static final int PONG = 0x8A;
    private static final int CLOSE = 0x88;

    private final FrameReader reader = new FrameReader(100_000);

    @Test
    void readsTextOfEachLengthForm() throws Exception {
        for (int length : new int[] {0, 1, 125, 126, 127, 65_535, 65_536, 100_000}) {
            String text = "x".repeat(length);
            assertEquals(
                    List.of("TEXT " + text), read(new ClientFrames().text(text).bytes()));
        }
    }

    @Test
    void readsTheSameHoweverTheBytesAreCut() throws Exception {
        byte[] bytes = new ClientFrames()
                .text("one")
                .frame(FIRST_TEXT, utf8("tw"))
                .frame(PING, utf8("?"))
                .frame(MORE, utf8("o €"))
                .frame(LAST)
                .frame(FIRST_BINARY, new byte[300])
                .frame(LAST, new byte[70_000])
                .text("y".repeat(200))
                .frame(PONG, utf8("!"))
                .close(1001, "bye")
                .bytes();
        List<String> expected =
                List.of("TEXT one", "PING ?", "TEXT two €", "TEXT " + "y".repeat(200), "PONG !", "CLOSE 1001 bye");

        for (int size : new int[] {1, 2, 3, 5, 7, 13, 64, 1000, bytes.length}) {
            FrameReader pieces = new FrameReader(1000);
            List<String> found = new ArrayList<>();
            for (int at = 0; at < bytes.length; at += size) {
                found.addAll(read(pieces, ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at))));
            }
            assertEquals(expected, found, "in pieces of " + size);
        }
    }

    @Test
    void takesAMessageOfExactlyTheLimitInParts() throws Exception {
        byte[] half = new byte[50_000];
        byte[] bytes =
                new ClientFrames().frame(FIRST_TEXT, half).frame(LAST, half).bytes();

        Frame frame = reader.next(ByteBuffer.wrap(bytes));

        assertNotNull(frame);
        assertEquals(100_000, frame.payload().length);
    }

    @Test
    void refusesALargeMessageAtItsHeadAndThenFindsTheCloseFrame() throws Exception {
        byte[] head = new ClientFrames().head(FINAL_TEXT, 100_001).bytes();
        WebSocketFault fault = assertThrows(WebSocketFault.class, () -> reader.next(ByteBuffer.wrap(head)));
        assertEquals(WebSocketFault.TOO_LARGE, fault.code());

        byte[] rest =
                new ClientFrames().payload(new byte[100_001]).close(1009, "").bytes();
        assertEquals(List.of("CLOSE 1009 "), read(rest));
    }

    @Test
    void refusesMessagesThatGrowTooLarge() {
        ClientFrames frames =
                new ClientFrames().frame(FIRST_TEXT, new byte[60_000]).frame(LAST, new byte[60_000]);

        assertFault(WebSocketFault.TOO_LARGE, frames.bytes());
    }

    @Test
    void refusesTheLargestLengthThereIs() {
        assertFault(
                WebSocketFault.TOO_LARGE,
                new ClientFrames().head(FINAL_TEXT, Long.MAX_VALUE).bytes());
    }

    @Test
    void refusesTextThatIsNotUtf8() {
        assertFault(
                WebSocketFault.NOT_UTF8,
                new ClientFrames().frame(FINAL_TEXT, (byte) 0xC3).bytes());
        assertFault(
                WebSocketFault.NOT_UTF8,
                new ClientFrames()
                        .frame(CLOSE, (byte) 3, (byte) 0xE8, (byte) 0xC3)
                        .bytes());
    }

    @Test
    void refusesWhatBreaksTheFraming() {
        assertFault(WebSocketFault.PROTOCOL, (byte) 0x81, (byte) 0x01, (byte) 'x'); // not masked
        for (int first : new int[] {0xC1, 0xA1, 0x91, 0x83, 0x87, 0x8B, 0x8F, MORE, LAST, 0x09, 0x08}) {
            assertFault(
                    WebSocketFault.PROTOCOL,
                    new ClientFrames().frame(first, (byte) 'x').bytes());
        }
        assertFault(
                WebSocketFault.PROTOCOL,
                new ClientFrames().frame(PING, new byte[126]).bytes());
        assertFault(
                WebSocketFault.PROTOCOL, new ClientFrames().head(FINAL_TEXT, -1).bytes());
        assertFault(
                WebSocketFault.PROTOCOL,
                new ClientFrames().frame(FIRST_TEXT, utf8("a")).text("b").bytes());
    }

    @Test
    void refusesCloseFramesWithInvalidCodes() {
        assertFault(
                WebSocketFault.PROTOCOL,
                new ClientFrames().frame(CLOSE, (byte) 3).bytes());
        for (int code : new int[] {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65_535}) {
            assertFault(
                    WebSocketFault.PROTOCOL, new ClientFrames().close(code, "").bytes());
        }
    }

    @Test
    void readsACloseFrameWithoutACode() throws Exception {
        assertEquals(
                List.of("CLOSE 1005 "), read(new ClientFrames().frame(CLOSE).bytes()));
    }

    @Test
    void skipsTextWhenToldInTheMiddleOfIt() throws Exception {
        assertNull(reader.next(ByteBuffer.wrap(
                new ClientFrames().head(FINAL_TEXT, 6).payload(utf8("half")).bytes())));
        reader.skipText();

        byte[] rest = new ClientFrames()
                .payload(utf8("ly"))
                .text("more")
                .close(1000, "")
                .bytes();
        assertEquals(List.of("CLOSE 1000 "), read(rest));
    }

    @Test
    void cutsACloseReasonBetweenCharacters() {
        byte[] payload = Frame.closing(1000, "x" + "€".repeat(50));

        assertEquals(2 + 1 + 40 * 3, payload.length);
        assertEquals("x" + "€".repeat(40), new Frame(Frame.Kind.CLOSE, payload).closeReason());
        assertArrayEquals(new byte[] {3, (byte) 0xE8}, Frame.closing(1000, ""));
    }

    private List<String> read(byte[] bytes) throws WebSocketFault {
        return read(reader, ByteBuffer.wrap(bytes));
    }

    private static List<String> read(FrameReader reader, ByteBuffer bytes) throws WebSocketFault {
        List<String> found = new ArrayList<>();
        for (Frame frame = reader.next(bytes); frame != null; frame = reader.next(bytes)) {
            found.add(
                    frame.kind() == Frame.Kind.CLOSE
                            ? "CLOSE " + frame.closeCode() + " " + frame.closeReason()
                            : frame.kind() + " " + new String(frame.payload(), StandardCharsets.UTF_8));
        }
        assertEquals(0, bytes.remaining());
        return found;
    }

    private static void assertFault(int code, byte... bytes) {
        FrameReader fresh = new FrameReader(100_000);
        WebSocketFault fault = assertThrows(WebSocketFault.class, () -> read(fresh, ByteBuffer.wrap(bytes)));
        assertEquals(code, fault.code(), fault.reason());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
