// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Request and response over WebSocket, 50 connections with 16 requests under way each; against an echo of bare Undertow. */
final class WebSocketEcho implements Trial {
    private static final double TARGET = 0.8;
    private static final int CONNECTIONS = 50;
    private static final int IN_FLIGHT = 16;
    private static final String PADDING = "x".repeat(120);

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        try (LoadAgent agent = new LoadAgent()) {
            List<Rounds.Outcome> outcomes = rounds.compare(each -> fairlead(each, agent), WebSocketEcho::bare);
            String what = "WebSocket echo, " + CONNECTIONS + " connections, " + IN_FLIGHT + " in flight";
            Rounds.Outcome p99 = outcomes.get(2);
            return List.of(
                    Figure.ofRates(what, outcomes.get(0), "bare Undertow", TARGET),
                    Figure.ofRates(what + ", a second of CPU", outcomes.get(1), "bare Undertow", TARGET),
                    Figure.atMost(
                            what + ", p99",
                            Spread.number("%.1f ms", p99.ours().median()),
                            "bare Undertow "
                                    + Spread.number("%.1f ms", p99.theirs().median()),
                            p99.ratio(),
                            1,
                            ""));
        }
    }

    private static double[] fairlead(Rounds rounds, LoadAgent agent) throws IOException, InterruptedException {
        try (Served served = new Served(agent)) {
            Dial dial = new Dial(served.address());
            return measure(rounds, true, () -> dial.fairleadWebSocket("", 0));
        }
    }

    private static double[] bare(Rounds rounds) throws IOException, InterruptedException {
        try (BareUndertow bare = new BareUndertow()) {
            Dial dial = new Dial(bare.address());
            return measure(rounds, false, () -> dial.webSocket("/echo"));
        }
    }

    private interface Opening {
        SocketChannel open() throws IOException;
    }

    private static double[] measure(Rounds rounds, boolean acknowledges, Opening opening)
            throws IOException, InterruptedException {
        AtomicLong count = new AtomicLong();
        Histogram times = new ConcurrentHistogram(3);
        try (ClientLoop loop = new ClientLoop()) {
            for (int i = 0; i < CONNECTIONS; i++) {
                SocketChannel channel = opening.open();
                Client client = new Client(channel, acknowledges, count, times);
                loop.add(channel, (bytes, from) -> client.received(bytes));
                loop.run(() -> client.send(IN_FLIGHT));
            }
            rounds.warmUp(count::get);
            times.reset();
            double[] rates = rounds.rates(count::get);
            return new double[] {rates[0], rates[1], times.copy().getValueAtPercentile(99) / 1e6};
        }
    }

    /** One client; its thread is the loop's. Replies come in order. */
    private static final class Client {
        private final SocketChannel channel;
        private final boolean acknowledges;
        private final AtomicLong count;
        private final Histogram times;
        private final FrameCount frames = new FrameCount();
        private final long[] sent = new long[IN_FLIGHT];
        private final ByteBuffer out = ByteBuffer.allocate(64 << 10);
        private long sequence = 1;
        private long replies = 1;
        private long acknowledged;

        Client(SocketChannel channel, boolean acknowledges, AtomicLong count, Histogram times) {
            this.channel = channel;
            this.acknowledges = acknowledges;
            this.count = count;
            this.times = times;
        }

        void received(ByteBuffer bytes) {
            int ended = frames.take(bytes);
            long now = System.nanoTime();
            for (int i = 0; i < ended; i++) {
                replies++;
                times.recordValue(now - sent[(int) (replies % IN_FLIGHT)]);
            }
            count.lazySet(count.get() + ended);
            send(ended);
        }

        void send(int requests) {
            out.clear();
            if (acknowledges && frames.sequence() >= acknowledged + 32) {
                acknowledged = frames.sequence();
                out.put(Acknowledging.frame(acknowledged));
            }
            for (int i = 0; i < requests; i++) {
                sequence++;
                sent[(int) (sequence % IN_FLIGHT)] = System.nanoTime();
                out.put(Dial.frame(sequence + " {\"jsonrpc\":\"2.0\",\"id\":" + sequence + ",\"method\":\""
                        + LoadAgent.ECHO + "\",\"params\":{\"text\":\"" + PADDING + "\"}}"));
            }
            try {
                ClientLoop.write(channel, out.flip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
