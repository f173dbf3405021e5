// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.api.spi.Settings;
import dev.fairlead.cli.DemoAgent;
import dev.fairlead.runtime.Gateway;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real gateway on a free port, with the demo agent behind it. */
final class ServedDemo implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final DemoAgent demo = new DemoAgent();
    private final RecordingAgent agent = new RecordingAgent(demo);
    private final Gateway gateway;

    ServedDemo(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("listen.port", "0");
        gateway = Gateway.serving(agent).settings(Settings.of(all)).start();
    }

    InetSocketAddress address() {
        return new InetSocketAddress(
                gateway.address().getHost(), gateway.address().getPort());
    }

    RecordingAgent agent() {
        return agent;
    }

    @Override
    public void close() {
        gateway.stop(GRACE)
                .toCompletableFuture()
                .orTimeout(2 * GRACE.toSeconds(), TimeUnit.SECONDS)
                .join();
        demo.close();
    }
}
