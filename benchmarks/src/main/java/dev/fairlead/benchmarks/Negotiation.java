// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import dev.fairlead.testkit.FaultProxy;
import dev.fairlead.testkit.LinkConditions;
import java.time.Duration;
import java.util.List;

/** The time from dialling to the agent's answer with {@code auto}, where nothing is wrong; against WebSocket alone, in round trips. */
final class Negotiation implements Trial {
    private static final Duration ONE_WAY = Duration.ofMillis(50);
    private static final double ROUND_TRIP_NANOS = 2.0 * ONE_WAY.toNanos();
    private static final double TARGET = 1;

    @Override
    public String name() {
        return "negotiation";
    }

    @Override
    public List<Figure> run(Rounds rounds) throws Exception {
        try (LoadAgent agent = new LoadAgent();
                Served served = new Served(agent);
                FaultProxy network = FaultProxy.to(served.address()).start()) {
            network.become(LinkConditions.CLEAR.delayed(ONE_WAY, Duration.ZERO));
            Rounds.Outcome outcome = rounds.compare(each -> dial(network, "auto"), each -> dial(network, "websocket"))
                    .get(0);
            return List.of(Figure.atMost(
                    "from dialling to the first answer, nothing wrong",
                    trips(outcome.ours()),
                    "WebSocket alone " + trips(outcome.theirs()),
                    outcome.excess(),
                    TARGET,
                    " round trips"));
        }
    }

    private static double[] dial(FaultProxy network, String transport) {
        return new double[] {Dialling.through(network, transport).answered() / ROUND_TRIP_NANOS};
    }

    private static String trips(Spread spread) {
        return Spread.number("%.2f round trips of 100 ms", spread.median());
    }
}
