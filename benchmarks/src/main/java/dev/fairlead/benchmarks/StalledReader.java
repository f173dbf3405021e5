// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * 199 clients over WebSocket with 50 messages a second each, beside one that does not read what its agent sends without end; against
 * the same where the last one reads as all do. Both gateways stay open; a tenth of a second one of them has something to do, then the other.
 */
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
        try (Crowd oneStalls = new Crowd(clients, true);
                Crowd allRead = new Crowd(clients, false)) {
            Rounds.Outcome p99 = rounds.shorter()
                    .compare(oneStalls::percentiles, allRead::percentiles)
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

    /** A gateway with its clients, which rest but while they are measured. */
    private static final class Crowd implements AutoCloseable {
        private final Histogram ages = new ConcurrentHistogram(3);
        private final LoadAgent agent = new LoadAgent();
        private final Served served = new Served(agent);
        private final ClientLoop loop = new ClientLoop();
        private final SocketChannel last;

        Crowd(int clients, boolean oneStalls) throws IOException {
            Dial dial = new Dial(served.address());
            last = dial.fairleadWebSocket(oneStalls ? LoadAgent.BLAST : LoadAgent.TICK, SMALL_BUFFER);
            for (int i = 1; i < clients; i++) {
                loop.add(dial.fairleadWebSocket(LoadAgent.TICK, 0), new Acknowledging(new Stamps(ages)));
            }
            if (!oneStalls) {
                loop.add(last, new Acknowledging());
            }
            agent.rest(true);
        }

        double[] percentiles(Rounds rounds) throws InterruptedException {
            agent.rest(false);
            double[] percentiles = AddedLatency.percentiles(rounds, ages);
            agent.rest(true);
            return percentiles;
        }

        @Override
        public void close() throws IOException {
            last.close();
            loop.close();
            served.close();
            agent.close();
        }
    }
}
