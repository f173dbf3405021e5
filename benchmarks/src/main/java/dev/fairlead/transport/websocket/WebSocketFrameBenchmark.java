// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.websocket;

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

/** An event of 200 bytes in a batch of 256, put into a buffer as numbered text; against copying the bytes that come of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WebSocketFrameBenchmark {
    private static final int EVENTS = 256;

    private List<Event> batch = List.of();
    private final ByteBuffer target = ByteBuffer.allocateDirect(EVENTS * 256);
    private ByteBuffer encoded = target;

    /** Makes the batch. */
    @Setup
    public void prepare() {
        Message message = Message.of("{\"jsonrpc\":\"2.0\",\"method\":\"" + "x".repeat(200 - 29) + "\"}");
        batch = LongStream.range(1_000_000, 1_000_000 + EVENTS)
                .mapToObj(sequence -> new Event(sequence, null, message))
                .toList();
        ByteBuffer bytes = fairlead().flip();
        encoded = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
    }

    /** Encodes it. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public ByteBuffer fairlead() {
        target.clear();
        for (ByteBuffer text : WebSocketProfile.RESUMABLE.frames(batch)) {
            target.put(text);
        }
        return target;
    }

    /** Copies it. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public ByteBuffer copy() {
        return target.clear().put(encoded.duplicate());
    }
}
