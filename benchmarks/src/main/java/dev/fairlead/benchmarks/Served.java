// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import dev.fairlead.api.Agent;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.Gateway;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * A gateway on a free port, with room for the loads. One for each round: what a client leaves behind, its connection keeps for a return,
 * and that counts against the memory of all.
 */
final class Served implements AutoCloseable {
    private final Gateway gateway;

    Served(Agent agent) {
        gateway = Gateway.serving(agent)
                .settings(Settings.of(Map.of(
                        "listen.port",
                        "0",
                        "limits.connections",
                        "20000",
                        "http.sockets",
                        "30000",
                        "limits.silence",
                        "1 h",
                        "limits.stall-time",
                        "1 h",
                        "limits.never-read-time",
                        "1 h",
                        "agent.grace",
                        "1 s")))
                .start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(
                gateway.address().getHost(), gateway.address().getPort());
    }

    @Override
    public void close() {
        gateway.stop(Duration.ofSeconds(1)).toCompletableFuture().join();
    }
}
