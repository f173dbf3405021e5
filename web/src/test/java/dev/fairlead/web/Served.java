// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import dev.fairlead.api.Agent;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.cli.DemoAgent;
import dev.fairlead.runtime.Gateway;
import dev.fairlead.testkit.FaultProxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real gateway that serves the demo agent and the page, and a fault proxy in front of it. */
final class Served implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Agent agent;
    private final DemoAgent demo;
    private final Map<String, String> settings = new HashMap<>();
    private final FaultProxy proxy;
    private Gateway gateway;

    private Served(Agent agent, DemoAgent demo, Map<String, String> texts) {
        this.agent = agent;
        this.demo = demo;
        settings.putAll(texts);
        settings.put("listen.port", "0");
        gateway = Gateway.serving(agent).settings(Settings.of(settings)).start();
        settings.put("listen.port", Integer.toString(gateway.address().getPort()));
        proxy = FaultProxy.to(new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), gateway.address().getPort()))
                .http()
                .seed(Long.getLong("fairlead.seed", 5))
                .start();
    }

    static Served demo(Map<String, String> settings) {
        DemoAgent demo = new DemoAgent();
        return new Served(demo, demo, settings);
    }

    static Served demo() {
        return demo(Map.of());
    }

    static Served agent(Agent agent) {
        return new Served(agent, null, Map.of());
    }

    Gateway gateway() {
        return gateway;
    }

    /** Returns where the page is, as the gateway says. */
    URI page() {
        return gateway.page();
    }

    /** Returns where the page is behind the proxy. */
    URI pageBehindProxy() {
        return URI.create("http://127.0.0.1:" + proxy.address().getPort() + "/");
    }

    FaultProxy proxy() {
        return proxy;
    }

    void stopGateway() {
        gateway.stop(GRACE)
                .toCompletableFuture()
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    /** Starts another gateway at the same address; the agent is the same, and remembers. */
    void startGateway() {
        gateway = Gateway.serving(agent).settings(Settings.of(settings)).start();
    }

    @Override
    public void close() {
        proxy.close();
        stopGateway();
        if (demo != null) {
            demo.close();
        }
    }
}
