// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.stdio;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;

class LineReaderTest {
    private final List<Long> tooLong = new ArrayList<>();

    @Property
    void findsTheSameLinesHoweverTheBytesAreCut(
            @ForAll("outputs") byte[] output,
            @ForAll @NotEmpty List<@IntRange(min = 1, max = 40) Integer> reads,
            @ForAll @IntRange(min = 1, max = 40) int chunk,
            @ForAll @IntRange(min = 1, max = 30) int limit)
            throws IOException {
        List<Long> tooLong = new ArrayList<>();
        List<String> found = lines(new LineReader(new Cut(output, reads), chunk, limit, tooLong::add));

        Expected expected = Expected.of(output, limit);
        assertEquals(expected.lines, found);
        assertEquals(expected.tooLong, tooLong);
    }

    @Property(tries = 200)
    void losesNothingBehindALineOverTheLimit(
            @ForAll @IntRange(min = 1, max = 5000) int over,
            @ForAll @Size(max = 3) List<@IntRange(min = 1) Integer> reads)
            throws IOException {
        String output = "before\n" + "x".repeat(1000 + over) + "\nafter\n";
        List<Long> tooLong = new ArrayList<>();
        List<Integer> cuts = reads.isEmpty() ? List.of(4096) : reads;

        List<String> found = lines(new LineReader(new Cut(output.getBytes(UTF_8), cuts), 64, 1000, tooLong::add));

        assertEquals(List.of("before", "after"), found);
        assertEquals(List.of(1000L + over), tooLong);
    }

    @Provide
    Arbitrary<byte[]> outputs() {
        Arbitrary<Byte> ends = Arbitraries.of((byte) '\n', (byte) '\r', (byte) ' ', (byte) '\t');
        return Arbitraries.oneOf(Arbitraries.bytes(), ends, ends, Arbitraries.just((byte) 'a'))
                .array(byte[].class)
                .ofMaxSize(300);
    }

    @Example
    void readsOneByteAtATime() throws IOException {
        byte[] output = "{\"a\":\"é\"}\r\n\r\n{}\n".getBytes(UTF_8);

        assertEquals(
                List.of("{\"a\":\"é\"}", "{}"),
                lines(new LineReader(new Cut(output, List.of(1)), 8, 100, tooLong::add)));
    }

    @Example
    void countsALineOfExactlyTheLimitAndACarriageReturnAsAllowed() throws IOException {
        assertEquals(List.of("12345"), lines(reader("12345\r\n123456\n123456\r\n", 5)));
        assertEquals(List.of(6L, 7L), tooLong);
    }

    @Example
    void keepsACarriageReturnThatEndsNoLine() throws IOException {
        assertEquals(List.of("a\rb", "c\r"), lines(reader("a\rb\nc\r\r\n", 100)));
    }

    @Example
    void returnsALastLineWithoutAnEnd() throws IOException {
        assertEquals(List.of("a", "b"), lines(reader("a\nb", 100)));
    }

    @Example
    void tellsOfALineOverTheLimitThatHasNoEnd() throws IOException {
        assertEquals(List.of("a"), lines(reader("a\n" + "b".repeat(500), 100)));
        assertEquals(List.of(500L), tooLong);
    }

    @Example
    void takesLinesOfEverySizeUpToTheLimit() throws IOException {
        List<String> wanted = new ArrayList<>();
        for (int size = 1; size <= 1 << 20; size *= 2) {
            wanted.add("y".repeat(size));
            wanted.add("z");
        }

        assertEquals(wanted, lines(reader(String.join("\n", wanted), 1 << 20)));
    }

    @Example
    void holdsNoMoreOfAnEndlessLineThanTheLimitAllows() {
        InputStream endless = new Endless(100 << 20);
        LineReader reader = new LineReader(endless, 64 << 10, 64 << 10, tooLong::add);

        long allocated = allocatedBy(reader::next);

        assertEquals(List.of(100L << 20), tooLong);
        assertTrue(allocated < 1 << 20, allocated + " bytes were allocated");
    }

    @Example
    void allocatesTheLinesAndNothingElse() {
        byte[] output = ("x".repeat(99) + "\n").repeat(100_000).getBytes(UTF_8);
        LineReader reader = new LineReader(new ByteArrayInputStream(output), 64 << 10, 1000, tooLong::add);

        long allocated = allocatedBy(() -> {
            while (reader.next() != null) {
                // the line is garbage at once
            }
        });

        long header = 16;
        assertTrue(allocated < 100_000 * (99 + header + 8) + (1 << 16), allocated + " bytes were allocated");
    }

    private LineReader reader(String output, int limit) {
        return new LineReader(new ByteArrayInputStream(output.getBytes(UTF_8)), 16, limit, tooLong::add);
    }

    private static List<String> lines(LineReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        for (byte[] line = reader.next(); line != null; line = reader.next()) {
            lines.add(text(line));
        }
        return lines;
    }

    /** One character a byte, so that invalid UTF-8 is compared too; what is valid reads well. */
    private static String text(byte[] line) {
        String utf8 = new String(line, UTF_8);
        return Arrays.equals(utf8.getBytes(UTF_8), line) ? utf8 : Arrays.toString(line);
    }

    private static long allocatedBy(Reading reading) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            reading.run();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private interface Reading {
        void run() throws IOException;
    }

    /** The plain way to the same result: split all, then look at each. */
    private record Expected(List<String> lines, List<Long> tooLong) {
        static Expected of(byte[] output, int limit) {
            Expected expected = new Expected(new ArrayList<>(), new ArrayList<>());
            int start = 0;
            for (int i = 0; i <= output.length; i++) {
                if (i == output.length ? i > start : output[i] == '\n') {
                    expected.add(Arrays.copyOfRange(output, start, i), limit);
                    start = i + 1;
                }
            }
            return expected;
        }

        private void add(byte[] raw, int limit) {
            boolean carriageReturn = raw.length > 0 && raw[raw.length - 1] == '\r';
            byte[] line = Arrays.copyOf(raw, raw.length - (carriageReturn ? 1 : 0));
            if (line.length > limit) {
                tooLong.add((long) raw.length);
            } else if (!new String(line, java.nio.charset.StandardCharsets.ISO_8859_1).matches("[ \t]*")) {
                lines.add(text(line));
            }
        }
    }

    /** Returns bytes in reads of given sizes, over and over. */
    private static final class Cut extends ByteArrayInputStream {
        private final List<Integer> sizes;
        private int turn;

        Cut(byte[] bytes, List<Integer> sizes) {
            super(bytes);
            this.sizes = sizes;
        }

        @Override
        public int read(byte[] target, int at, int most) {
            return super.read(target, at, Math.min(most, sizes.get(turn++ % sizes.size())));
        }
    }

    /** So many bytes without a line end. */
    private static final class Endless extends InputStream {
        private long left;

        Endless(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            throw new AssertionError("read byte by byte");
        }

        @Override
        public int read(byte[] target, int at, int most) {
            if (left == 0) {
                return -1;
            }
            int count = (int) Math.min(left, most);
            Arrays.fill(target, at, at + count, (byte) 'x');
            left -= count;
            return count;
        }
    }
}
