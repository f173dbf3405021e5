// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.JsonText;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SseDecoderTest {
    private static final int LIMIT = 1000;

    @Test
    void readsIdTypeAndData() {
        assertEquals(List.of("gap|-|{}", "|7|a b"), read("event: gap\ndata: {}\n\nid: 7\ndata: a b\n\n"));
    }

    @Test
    void linesEndInAnyOfThreeWays() {
        assertEquals(List.of("|1|a\nb", "|2|c"), read("id:1\rdata:a\ndata:b\r\n\r\nid:2\r\ndata:c\r\r"));
    }

    @Test
    void aByteOrderMarkInFrontIsSkippedAndNoOther() {
        assertEquals(List.of("|-|a", "|-|b"), read("\ufeffdata: a\n\ndata: b\n\n"));
        assertEquals(List.of(), read("\n\ufeffdata: a\n\n"));
    }

    @Test
    void oneSpaceBehindTheColonIsNotData() {
        assertEquals(List.of("|-| a", "|-|a", "|-|"), read("data:  a\n\ndata:a\n\ndata\n\n"));
    }

    @Test
    void commentsUnknownFieldsAndBlocksWithoutDataAreNoEvents() {
        assertEquals(List.of("|-|a"), read(": hello\nretry: 10\n\nevent: end\n\nid: 4\n\nfoo: bar\ndata: a\n\n"));
    }

    @Test
    void whatIsNotWholeIsNoEvent() {
        assertEquals(List.of(), read("data: a\n"));
        assertEquals(List.of(), read("data: a"));
    }

    @Test
    void anIdWithANulIsNone() {
        assertEquals(List.of("|-|a"), read("id: 1\0\ndata: a\n\n"));
    }

    @Test
    void anEventUpToTheLimitIsReadAndALargerOneIsRefusedBeforeItIsHeld() {
        assertEquals(1, read("data: " + "x".repeat(LIMIT) + "\n\n").size());
        refused("data: " + "x".repeat(LIMIT + 1) + "\n");
        refused("data: " + "x".repeat(100 * LIMIT)); // no line end comes, ever
        refused("data: xxxxxxxxx\n".repeat(LIMIT / 9));
        refused("data\n".repeat(LIMIT + 2));
        refused(": " + "x".repeat(100 * LIMIT));
    }

    @Property
    void whatTheEncoderWritesIsReadBackHoweverItIsSplit(@ForAll("texts") List<String> texts, @ForAll long seed) {
        List<Event> batch = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String text : texts) {
            Message message = Message.of("{\"method\":\"m\",\"params\":{\"t\":" + JsonText.quote(text) + "}}");
            batch.add(new Event(batch.size() + 1L, null, message));
            expected.add("|" + batch.size() + "|" + message.text());
        }
        Notice gap = new Notice.Gap(1, 2, String.join("", texts));
        expected.add("gap|-|" + gap.json());
        ByteBuffer all = ByteBuffer.allocate(1 << 20)
                .put(SseEncoder.preamble())
                .put(SseEncoder.events(batch))
                .put(SseEncoder.notice(new Notice.Heartbeat()))
                .put(SseEncoder.notice(gap))
                .flip();
        byte[] bytes = new byte[all.remaining()];
        all.get(bytes);

        assertEquals(expected, read(bytes, new Random(seed)));
    }

    @Property
    void anyStreamIsReadAsTheStandardSaysHoweverItIsSplit(@ForAll("streams") String stream, @ForAll long seed) {
        List<String> expected = EventStreamReader.read(StandardCharsets.UTF_8.encode(stream)).events.stream()
                .map(event -> event.type() + "|" + event.data())
                .toList();
        List<String> read = read(stream.getBytes(StandardCharsets.UTF_8), new Random(seed)).stream()
                .map(event -> event.split("\\|", 3))
                .map(parts -> (parts[0].isEmpty() ? "message" : parts[0]) + "|" + parts[2])
                .toList();

        assertEquals(expected, read);
    }

    @Provide
    Arbitrary<List<String>> texts() {
        return Arbitraries.strings().ofMaxLength(20).list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> streams() {
        return Arbitraries.of(
                        "data",
                        "data:",
                        "data: ",
                        "event:",
                        "event: ",
                        "id: ",
                        "retry: ",
                        ":",
                        " ",
                        "\n",
                        "\r",
                        "\r\n",
                        "\n\n",
                        "\r\r",
                        "x",
                        "é漢",
                        "\ud83d\ude00",
                        "end",
                        "7",
                        "\0")
                .list()
                .ofMaxSize(40)
                .map(parts -> String.join("", parts))
                .filter(stream -> stream.lines().allMatch(SseDecoderTest::hasAKnownField));
    }

    private static boolean hasAKnownField(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? line : line.substring(0, colon);
        return line.isEmpty()
                || colon == 0
                || List.of("data", "event", "id", "retry").contains(name);
    }

    private static void refused(String stream) {
        AgentException refusal = assertThrows(AgentException.class, () -> read(stream));
        assertEquals(Code.TOO_LARGE, refusal.code());
    }

    private static List<String> read(String stream) {
        byte[] bytes = stream.getBytes(StandardCharsets.UTF_8);
        List<String> whole = readAll(new SseDecoder(LIMIT), ByteBuffer.wrap(bytes));
        SseDecoder decoder = new SseDecoder(LIMIT);
        List<String> single = new ArrayList<>();
        for (byte one : bytes) {
            single.addAll(readAll(decoder, ByteBuffer.wrap(new byte[] {one})));
        }
        assertEquals(whole, single, "byte by byte");
        return whole;
    }

    private static List<String> read(byte[] bytes, Random random) {
        SseDecoder decoder = new SseDecoder(1 << 20);
        List<String> events = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(random.nextBoolean() ? 3 : 50));
            events.addAll(readAll(decoder, ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to))));
            from = to;
        }
        return events;
    }

    private static List<String> readAll(SseDecoder decoder, ByteBuffer bytes) {
        List<String> events = new ArrayList<>();
        for (SseEvent event = decoder.next(bytes); event != null; event = decoder.next(bytes)) {
            String id = event.id();
            assertNotNull(event.data());
            events.add(event.type() + "|" + (id == null ? "-" : id) + "|"
                    + new String(event.data(), StandardCharsets.UTF_8));
        }
        assertNull(decoder.next(bytes));
        return events;
    }
}
