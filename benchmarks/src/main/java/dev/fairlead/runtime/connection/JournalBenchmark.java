// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.connection;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import dev.fairlead.api.spi.Streams;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An event's way through the journal: appended, read and delivered in a batch of 256; against a queue that numbers and forgets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JournalBenchmark {
    private static final int EVENTS = 256;
    private static final int MEBIBYTE = 1 << 20;

    private final Message message = Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"" + "x".repeat(200 - 29) + "\"}");
    private final Journal journal = new MemoryJournal(4096, 16 * MEBIBYTE, new JournalBudget(256L * MEBIBYTE, 1));
    private final Queue<Event> queue = new ArrayDeque<>(EVENTS);
    private long cursor;
    private long sequence;

    /** Goes through the journal, which keeps what was delivered, up to its limit. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public List<Event> fairlead() {
        for (int i = 0; i < EVENTS; i++) {
            Event unused = journal.append("s1", message);
        }
        List<Event> batch = journal.read(Streams.ALL, cursor, EVENTS, MEBIBYTE);
        cursor = batch.get(batch.size() - 1).sequence();
        journal.delivered(Streams.ALL, cursor);
        return batch;
    }

    /** Goes through a queue. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public List<Event> queue() {
        for (int i = 0; i < EVENTS; i++) {
            queue.add(new Event(++sequence, "s1", message));
        }
        List<Event> batch = new ArrayList<>(queue);
        queue.clear();
        return batch;
    }
}
