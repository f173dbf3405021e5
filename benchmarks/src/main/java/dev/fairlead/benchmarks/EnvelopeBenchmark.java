// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading what routing needs of a message, by the house's scanner and in the two ways of Gson. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EnvelopeBenchmark {
    /** The size of the message. */
    @Param({"200", "4096", "512000"})
    public int bytes;

    private byte[] message = {};

    /** Makes the message. */
    @Setup
    public void prepare() {
        message = Payload.update(bytes);
    }

    /** Reads it as Fairlead does. */
    @Benchmark
    public Message fairlead() {
        return Message.read(message, MessageLimits.STANDARD);
    }

    /** Streams over it with Gson, and skips what is not wanted. */
    @Benchmark
    public String gsonSkip() throws IOException {
        String method = "";
        try (JsonReader reader = new JsonReader(utf8())) {
            reader.beginObject();
            while (reader.hasNext()) {
                if (reader.nextName().equals("method")) {
                    method = reader.nextString();
                } else {
                    reader.skipValue();
                }
            }
            reader.endObject();
        }
        return method;
    }

    /** Makes a tree of it with Gson. */
    @Benchmark
    public JsonElement gsonTree() throws IOException {
        try (Reader reader = utf8()) {
            return JsonParser.parseReader(reader);
        }
    }

    private Reader utf8() {
        return new InputStreamReader(new ByteArrayInputStream(message), StandardCharsets.UTF_8);
    }
}
