// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.benchmarks;

import dev.fairlead.api.Agent;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.runtime.Gateway;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;

/** A gateway on a free port, with room for the loads. */
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
