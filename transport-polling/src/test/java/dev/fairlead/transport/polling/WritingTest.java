// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WritingTest {
    private static final CloseReason TOO_LARGE = new CloseReason(Code.TOO_LARGE, "The way is narrow.");

    private final HeardWire heard = new HeardWire();
    private final Writing writing = new Writing(heard);
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    private void begin(String... messages) {
        List<Event> batch = new ArrayList<>();
        for (String message : messages) {
            batch.add(new Event(batch.size() + 1, null, Message.of(message.replace('\'', '"'))));
        }
        writing.begin(batch, done);
    }

    private List<Long> next() {
        return writing.next().messages().stream().map(Event::sequence).toList();
    }

    @Test
    void whatTheGatewayHasDoesNotGoUpAgain() {
        begin("{'method':'a'}", "{'method':'b'}", "{'method':'c'}");
        assertEquals(List.of(1L, 2L, 3L), next());
        assertTrue(writing.received(2));
        assertEquals(List.of(3L), next());
        assertFalse(writing.received(2));
        assertTrue(writing.isUnderWay());
        assertTrue(writing.received(3));
        assertFalse(writing.isUnderWay());
    }

    @Test
    void aLoadThatIsTooLargeIsHalvedAndThoseAfterItAreAsSmall() {
        begin("{'method':'a'}", "{'method':'b'}", "{'method':'c'}", "{'method':'d'}");
        assertTrue(writing.lighten(writing.next(), TOO_LARGE));
        assertEquals(List.of(1L, 2L), next());
        writing.received(2);
        assertEquals(List.of(3L, 4L), next());
        writing.received(4);

        begin("{'method':'a'}", "{'method':'b'}", "{'method':'c'}");
        assertEquals(List.of(1L, 2L), next());
    }

    @Test
    void aNumberThatIsGivenUpIsSaidUntilTheGatewayHasItAndItsMessageIsAnsweredOnce() {
        begin("{'id':7,'method':'a'}", "{'method':'b'}");
        writing.lighten(new Writing.Load(List.of(writing.next().messages().get(0)), 0), TOO_LARGE);
        assertTrue(heard.lines.remove().startsWith("0 {\"jsonrpc\":\"2.0\",\"id\":7,\"error\""));
        assertEquals(new Writing.Load(List.of(), 1), writing.next());
        assertFalse(writing.received(0));
        assertEquals(new Writing.Load(List.of(), 1), writing.next());
        assertTrue(writing.received(1));
        assertEquals(List.of(2L), next());
        assertTrue(heard.lines.isEmpty());
    }

    @Test
    void aNumberCannotBeTooLarge() {
        begin("{'method':'a'}");
        assertTrue(writing.lighten(writing.next(), TOO_LARGE));
        assertFalse(writing.lighten(writing.next(), TOO_LARGE));
    }

    @Test
    void anAnswerThatIsTooLargeIsReplacedByOneThatSaysSo() {
        begin("{'id':7,'result':{}}", "{'method':'b'}");
        writing.lighten(new Writing.Load(List.of(writing.next().messages().get(0)), 0), TOO_LARGE);
        assertEquals(List.of(1L, 2L), next());
        assertTrue(writing.next().messages().get(0).message().text().contains("The way is narrow."));
    }

    @Test
    void whatDoesNotGoUpAnyMoreFailsWhatWasWritten() {
        begin("{'method':'a'}");
        writing.fail();
        assertTrue(done.isCompletedExceptionally());
    }
}
