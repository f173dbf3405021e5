// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** 200 clients over WebSocket with 50 messages a second each; with one more that does not read, against without it. */
final class StalledReader implements Trial {
    private static final double TARGET = 1.1;
    private static final int CLIENTS = 200;
    private static final int SMALL_BUFFER = 4096;

    @Override
    public String name() {
        return "stalled";
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        int clients = Math.min(CLIENTS, rounds.clients());
        try (LoadAgent agent = new LoadAgent()) {
            Rounds.Outcome p99 = rounds.longer()
                    .compare(each -> measure(each, agent, clients, true), each -> measure(each, agent, clients, false))
                    .get(1);
            return List.of(Figure.atMost(
                    "p99 of " + (clients - 1) + " clients while one does not read",
                    Spread.number("%.0f µs", p99.ours().median()),
                    "while all read " + Spread.number("%.0f µs", p99.theirs().median()),
                    p99.ratio(),
                    TARGET,
                    ""));
        }
    }

    private static double[] measure(Rounds rounds, LoadAgent agent, int clients, boolean stalls)
            throws IOException, InterruptedException {
        Histogram ages = new ConcurrentHistogram(3);
        try (Served served = new Served(agent);
                ClientLoop loop = new ClientLoop()) {
            Dial dial = new Dial(served.address());
            SocketChannel last = dial.fairleadWebSocket(stalls ? LoadAgent.BLAST : LoadAgent.TICK, SMALL_BUFFER);
            for (int i = 1; i < clients; i++) {
                loop.add(dial.fairleadWebSocket(LoadAgent.TICK, 0), new Acknowledging(new Stamps(ages)));
            }
            if (!stalls) {
                loop.add(last, new Acknowledging());
            }
            double[] percentiles = AddedLatency.percentiles(rounds, ages);
            last.close();
            return percentiles;
        }
    }
}
