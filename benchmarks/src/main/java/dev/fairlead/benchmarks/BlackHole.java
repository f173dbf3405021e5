// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import dev.fairlead.testkit.Fault;
import dev.fairlead.testkit.FaultProxy;
import java.util.List;
import org.HdrHistogram.Histogram;

/** The time from dialling to a wire of another transport, and to the agent's answer, where WebSockets open and carry nothing. */
final class BlackHole implements Trial {
    private static final int DIALS_A_ROUND = 8;
    private static final double TARGET_MILLIS = 1000;

    @Override
    public String name() {
        return "black-hole";
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        Histogram connected = new Histogram(3);
        Histogram answered = new Histogram(3);
        try (LoadAgent agent = new LoadAgent();
                Served served = new Served(agent);
                FaultProxy network = FaultProxy.to(served.address()).http().start()) {
            network.faults(Fault.F10);
            for (int i = 0; i < rounds.count() * DIALS_A_ROUND; i++) {
                Dialling.Times times = Dialling.through(network, "auto");
                connected.recordValue(times.connected());
                answered.recordValue(times.answered());
            }
        }
        return List.of(figure("connected", connected), figure("the first answer", answered));
    }

    private static Figure figure(String what, Histogram times) {
        double p50 = times.getValueAtPercentile(50) / 1e6;
        double p99 = times.getValueAtPercentile(99) / 1e6;
        double most = times.getMaxValue() / 1e6;
        return Figure.atMost(
                "from dialling to " + what + ", WebSocket a black hole, p99 of " + times.getTotalCount() + " dials",
                Spread.number("p50 %.0f ms", p50) + Spread.number(", longest %.0f ms", most),
                "",
                new Spread(p99, p99, p99),
                TARGET_MILLIS,
                " ms");
    }
}
