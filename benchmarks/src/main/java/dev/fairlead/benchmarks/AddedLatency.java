// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** 1,000 messages a second from a child process, through the gateway to a WebSocket; against its stdout read directly. */
final class AddedLatency implements Trial {
    private static final double P50_MICROS = 150;
    private static final double P99_MICROS = 2000;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        List<Rounds.Outcome> outcomes = rounds.longer().compare(AddedLatency::gateway, AddedLatency::pipe);
        return List.of(figure("p50", outcomes.get(0), P50_MICROS), figure("p99", outcomes.get(1), P99_MICROS));
    }

    private static Figure figure(String name, Rounds.Outcome outcome, double target) {
        return Figure.atMost(
                "added latency at 1,000/s, " + name,
                Spread.number("%.0f µs", outcome.ours().median()),
                "direct pipe " + Spread.number("%.0f µs", outcome.theirs().median()),
                outcome.excess(),
                target,
                " µs");
    }

    private static double[] gateway(Rounds rounds) throws IOException, InterruptedException {
        Histogram ages = new ConcurrentHistogram(3);
        try (Served served = new Served(ChildDrain.agent("stamp"));
                ClientLoop loop = new ClientLoop()) {
            loop.add(
                    new Dial(served.address()).fairleadWebSocket(LoadAgent.BLAST, 0),
                    new Acknowledging(new Stamps(ages)));
            return percentiles(rounds, ages);
        }
    }

    private static double[] pipe(Rounds rounds) throws IOException, InterruptedException {
        Histogram ages = new ConcurrentHistogram(3);
        Process child = Child.begun("stamp");
        Thread reader = new Thread(() -> drain(child.getInputStream(), new Stamps(ages)));
        reader.start();
        double[] micros = percentiles(rounds, ages);
        child.destroyForcibly().waitFor();
        reader.join();
        return micros;
    }

    /** Returns p50 and p99 of a round in microseconds. */
    static double[] percentiles(Rounds rounds, Histogram ages) throws InterruptedException {
        rounds.warmUp(ages::getTotalCount);
        ages.reset();
        rounds.pause(ages::getTotalCount);
        Histogram snapshot = ages.copy();
        return new double[] {snapshot.getValueAtPercentile(50) / 1000.0, snapshot.getValueAtPercentile(99) / 1000.0};
    }

    private static void drain(InputStream stdout, Stamps stamps) {
        byte[] buffer = new byte[64 << 10];
        try {
            for (int count = stdout.read(buffer); count >= 0; count = stdout.read(buffer)) {
                stamps.onBytes(buffer, count);
            }
        } catch (IOException e) {
            // the child was killed
        }
    }
}
