// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageOutputTest {
    private static final Message PING = Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"é\"}");

    private final CompletableFuture<Void> reading = new CompletableFuture<>();
    private final CompletableFuture<Void> broken = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private boolean gone;

    private final MessageOutput stdout = new MessageOutput(new Pipe(), () -> broken.complete(null));

    /** Takes nothing until somebody reads. */
    private final class Pipe extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            reading.join();
            if (gone) {
                throw new IOException("Broken pipe");
            }
            read.write(bytes, offset, length);
        }
    }

    @AfterEach
    void close() {
        reading.complete(null);
        stdout.close();
    }

    @Test
    void writesEveryMessageAsALineInOrder() {
        reading.complete(null);
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            Message message = Message.of("{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"é\"}");
            await(stdout.write(message));
            expected.append(message.text()).append('\n');
        }

        await(stdout.written());

        assertEquals(expected.toString(), read.toString(StandardCharsets.UTF_8));
    }

    @Test
    void asksForNoMoreWhenSixtyFourKibibytesWait() {
        CompletionStage<Void> room = stdout.write(PING);
        int messages = 1;
        while (room.toCompletableFuture().isDone()) {
            room = stdout.write(PING);
            assertTrue(++messages < 10_000, "it takes messages without end");
        }
        assertFalse(stdout.written().toCompletableFuture().isDone());

        reading.complete(null);

        await(room);
        await(stdout.written());
        assertEquals(messages * (PING.size() + 1), read.size());
    }

    @Test
    void tellsThatTheStreamBroke() {
        gone = true;
        reading.complete(null);

        stdout.write(PING);

        await(broken);
    }

    private static void await(CompletionStage<Void> stage) {
        stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }
}
