// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.sse;

import dev.fairlead.api.Message;
import dev.fairlead.api.spi.Event;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** An event of 200 bytes in a batch of 256, as server-sent event; against copying the bytes that come of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SseEncoderBenchmark {
    private static final int EVENTS = 256;

    private List<Event> batch = List.of();
    private ByteBuffer encoded = ByteBuffer.allocate(0);

    /** Makes the batch. */
    @Setup
    public void prepare() {
        Message message = Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"" + "x".repeat(200 - 29) + "\"}");
        batch = LongStream.range(1_000_000, 1_000_000 + EVENTS)
                .mapToObj(sequence -> new Event(sequence, null, message))
                .toList();
        encoded = SseEncoder.events(batch);
    }

    /** Encodes it. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public ByteBuffer fairlead() {
        return SseEncoder.events(batch);
    }

    /** Copies it. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public ByteBuffer copy() {
        return ByteBuffer.allocate(encoded.limit()).put(encoded.duplicate()).flip();
    }
}
