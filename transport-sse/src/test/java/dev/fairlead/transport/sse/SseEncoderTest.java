// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.JsonText;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Notice;
import dev.fairlead.transport.sse.EventStreamReader.Dispatched;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SseEncoderTest {
    @Test
    void preambleIsACommentAndTheTimeToReconnectAndNoEvent() {
        EventStreamReader read = EventStreamReader.read(SseEncoder.preamble());

        assertEquals(List.of(" fairlead"), read.comments);
        assertEquals("1000", read.retry);
        assertEquals(List.of(), read.events);
    }

    @Test
    void writesIdAndDataOfEachEvent() {
        List<Event> batch = List.of(
                new Event(9, null, Message.of("{\"id\":1,\"result\":{}}")),
                new Event(10, "s", Message.of("{\"method\":\"session/update\"}")));

        assertEquals(
                "id: 9\ndata: {\"id\":1,\"result\":{}}\n\nid: 10\ndata: {\"method\":\"session/update\"}\n\n",
                text(SseEncoder.events(batch)));
    }

    @Test
    void writesTheLargestSequence() {
        Event event = new Event(Long.MAX_VALUE, null, Message.of("{\"method\":\"m\"}"));

        assertEquals("id: 9223372036854775807\ndata: {\"method\":\"m\"}\n\n", text(SseEncoder.events(List.of(event))));
    }

    @Test
    void bufferOfABatchIsJustAsLargeAsItsBytes() {
        ByteBuffer bytes = SseEncoder.events(List.of(new Event(1000, null, Message.of("{\"method\":\"m\"}"))));

        assertEquals(bytes.capacity(), bytes.remaining());
    }

    @Test
    void lineSeparatorsOfUnicodeStayInTheirLine() {
        String json = "{\"method\":\"m\",\"params\":{\"t\":\"a\u2028b\u2029c\u0085d\"}}";

        assertEquals(
                "id: 1\ndata: " + json + "\n\n",
                text(SseEncoder.events(List.of(new Event(1, null, Message.of(json))))));
    }

    @Test
    void heartbeatIsAComment() {
        assertEquals(":\n\n", text(SseEncoder.notice(new Notice.Heartbeat())));
    }

    @Test
    void acknowledgementHasNoForm() {
        assertFalse(SseEncoder.notice(new Notice.Acknowledged(7)).hasRemaining());
    }

    @Test
    void otherNoticesAreNamedEventsWithoutAnId() {
        for (Notice notice : List.of(
                new Notice.Gap(1, 4, "The journal holds 5 and later."),
                new Notice.CaughtUp(9),
                new Notice.Resolved("\"r-1\""),
                new Notice.End(CloseReason.SHUTDOWN))) {
            assertEquals(
                    "event: " + notice.name() + "\ndata: " + notice.json() + "\n\n", text(SseEncoder.notice(notice)));
        }
    }

    @Test
    void noticeDoesNotMoveTheCursor() {
        EventStreamReader read = read(List.of(
                SseEncoder.events(List.of(new Event(5, null, Message.of("{\"method\":\"m\"}")))),
                SseEncoder.notice(new Notice.CaughtUp(5))));

        assertEquals("5", read.events.get(1).id());
    }

    @Property
    void anyMessageIsReadBackWithItsSequence(@ForAll("batches") List<Event> batch) {
        EventStreamReader read = EventStreamReader.read(SseEncoder.events(batch));

        List<Dispatched> expected = batch.stream()
                .map(event -> new Dispatched("message", event.message().text(), Long.toString(event.sequence())))
                .toList();
        assertEquals(expected, read.events);
        assertEquals(List.of(), read.comments);
    }

    @Property
    void anyTextOfANoticeIsReadBackAsOneEventWithItsLines(@ForAll("texts") String text) {
        Notice notice = new Notice.Resolved(text); // the one notice whose text is not quoted
        EventStreamReader read = EventStreamReader.read(SseEncoder.notice(notice));

        String sent = new String(notice.json().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        assertEquals(
                List.of(new Dispatched("resolved", sent.replace("\r\n", "\n").replace('\r', '\n'), "")), read.events);
        assertEquals(List.of(), read.comments);
    }

    @Property
    void eventsAndNoticesAreReadBackInTheirOrder(@ForAll("batches") List<Event> batch, @ForAll("texts") String text) {
        List<ByteBuffer> written = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        written.add(SseEncoder.preamble());
        for (Event event : batch) {
            Notice gap = new Notice.Gap(1, event.sequence(), text);
            written.add(SseEncoder.notice(gap));
            written.add(SseEncoder.notice(new Notice.Heartbeat()));
            written.add(SseEncoder.events(List.of(event)));
            expected.add("gap");
            expected.add("message");
        }

        assertEquals(
                expected, read(written).events.stream().map(Dispatched::type).toList());
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> hostile = Arbitraries.of(
                "\n",
                "\r",
                "\r\n",
                "\n\n",
                "\r\r",
                "id: 99",
                "\nevent: end\n",
                "data: x",
                ":",
                " ",
                "\0",
                "\ufeff",
                "\u2028",
                "\u2029",
                "\u0085",
                "\"",
                "\\",
                "é",
                "漢",
                "\ud83d\ude00",
                "\ud800");
        return Arbitraries.oneOf(hostile, Arbitraries.strings().ofMaxLength(8))
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<List<Event>> batches() {
        Arbitrary<String> spaces = Arbitraries.of("", " ", "\n", "\r", "\r\n", "\n\n", "\t");
        Arbitrary<Message> messages = Combinators.combine(texts(), spaces, spaces)
                .as((text, one, two) -> Message.of("{" + one + "\"method\":" + two + "\"m\"," + one + "\"params\":"
                        + two + "{\"t\":" + JsonText.quote(text) + two + "}}" + one));
        Arbitrary<Long> sequences = Arbitraries.longs().between(1, Long.MAX_VALUE);
        return Combinators.combine(sequences, messages)
                .as((sequence, message) -> new Event(sequence, null, message))
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    private static EventStreamReader read(List<ByteBuffer> written) {
        ByteBuffer all = ByteBuffer.allocate(
                written.stream().mapToInt(ByteBuffer::remaining).sum());
        written.forEach(all::put);
        return EventStreamReader.read(all.flip());
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
