// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StdinWriterTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"method\":\"ping\"}";
    private static final String HELLO = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"höllo\"}";

    private final Pipe pipe = new Pipe();
    private final AtomicBoolean broken = new AtomicBoolean();
    private boolean closed;
    private final StdinWriter writer = new StdinWriter(4711, pipe, () -> broken.set(true));

    @AfterEach
    void leavesNoThread() {
        close();
        await().until(writer::isClosed);
    }

    @Test
    void writesABatchWithOneWriteAndOneFlush() throws Exception {
        get(writer.write(List.of(new Event(1, null, Message.of(PING)), new Event(2, "s1", Message.of(HELLO)))));

        assertEquals(List.of(PING + "\n" + HELLO + "\n", "flush"), pipe.calls);
    }

    @Test
    void writesOnAThreadOfItsOwn() throws Exception {
        get(writer.write(List.of(new Event(1, null, Message.of(PING)))));

        assertEquals(List.of("agent-stdin-4711", "agent-stdin-4711"), pipe.threads);
    }

    @Test
    void failsAWriteThatNobodyReadsAndTellsOfItFirst() {
        pipe.breaks = true;

        AtomicBoolean knownBefore = new AtomicBoolean();
        CompletionStage<Void> written = writer.write(List.of(new Event(1, null, Message.of(PING))))
                .whenComplete((nothing, failure) -> knownBefore.set(broken.get()));

        assertEquals(Code.LINK_LOST, failureOf(written).code());
        assertTrue(knownBefore.get());
    }

    @Test
    void closesBehindWhatIsBeingWritten() throws Exception {
        CompletionStage<Void> written = writer.write(List.of(new Event(1, null, Message.of(PING))));
        close();

        get(written);
        await().until(writer::isClosed);
        assertEquals(List.of(PING + "\n", "flush", "close"), pipe.calls);
    }

    @Test
    void refusesAWriteAfterTheEnd() {
        close();

        assertEquals(
                Code.LINK_LOST,
                failureOf(writer.write(List.of(new Event(1, null, Message.of(PING)))))
                        .code());
    }

    private void close() {
        if (!closed) {
            closed = true;
            writer.close();
        }
    }

    private static void get(CompletionStage<Void> stage) throws Exception {
        stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static AgentException failureOf(CompletionStage<Void> stage) {
        ExecutionException failure = assertThrows(ExecutionException.class, () -> get(stage));
        return assertInstanceOf(AgentException.class, failure.getCause());
    }

    /** Remembers what is done to it, and by whom. */
    private static final class Pipe extends OutputStream {
        private final List<String> calls = new CopyOnWriteArrayList<>();
        private final List<String> threads = new CopyOnWriteArrayList<>();
        private volatile boolean breaks;

        @Override
        public void write(int b) {
            throw new AssertionError("written byte by byte");
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            if (breaks) {
                throw new IOException("Broken pipe");
            }
            note(new String(bytes, from, count, UTF_8));
        }

        @Override
        public void flush() {
            note("flush");
        }

        @Override
        public void close() {
            note("close");
        }

        private void note(String call) {
            calls.add(call);
            threads.add(Thread.currentThread().getName());
        }
    }
}
