// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import dev.fairlead.api.spi.Settings;
import dev.fairlead.cli.DemoAgent;
import dev.fairlead.runtime.Gateway;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A real gateway with the demo agent, and a {@link FaultProxy} before it. */
final class ProxiedGateway implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final DemoAgent demo = new DemoAgent();
    private final RecordingAgent agent = new RecordingAgent(demo);
    private final Gateway gateway;
    private final FaultProxy proxy;
    private final Random names;

    private ProxiedGateway(long seed, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("listen.port", "0");
        gateway = Gateway.serving(agent).settings(Settings.of(all)).start();
        URI address = gateway.address();
        proxy = FaultProxy.to(new InetSocketAddress(address.getHost(), address.getPort()))
                .seed(seed)
                .start();
        names = new Random(seed);
    }

    /** Starts all three, and prints the seed: a new one, unless {@code -Dfairlead.seed} gives one. */
    static ProxiedGateway start(Map<String, String> settings) {
        long seed = Long.getLong("fairlead.seed", System.nanoTime());
        System.err.println(
                "The fault proxy's seed is " + seed + "; -Dfairlead.seed=" + seed + " repeats its decisions.");
        return new ProxiedGateway(seed, settings);
    }

    RecordingAgent agent() {
        return agent;
    }

    Gateway gateway() {
        return gateway;
    }

    FaultProxy proxy() {
        return proxy;
    }

    /**
     * Returns the gateway as it is seen through the proxy.
     *
     * @param patience how long a link may be silent
     */
    Subject proxied(Duration patience) {
        URI direct = gateway.address();
        InetSocketAddress address = proxy.address();
        return Subject.of(URI.create(
                        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + direct.getPath()))
                .withPatience(patience);
    }

    /** Returns the gateway itself, likewise. */
    Subject direct(Duration patience) {
        return Subject.of(gateway.address()).withPatience(patience);
    }

    /** Returns a client that has not begun, behind the proxy. */
    ResumingClient client(Duration patience) {
        return client(proxied(patience));
    }

    /** Returns a client that has not begun. */
    ResumingClient client(Subject subject) {
        return new ResumingClient(subject, Long.toHexString(names.nextLong()) + Long.toHexString(names.nextLong()));
    }

    /** Lets the link be lost; returns how many updates of a session were said by then, which came or are under way. */
    long lose(Outage outage, String sessionId) {
        CompletableFuture<Long> said = new CompletableFuture<>();
        outage.begin(proxy);
        proxy.after(Duration.ZERO, () -> said.complete(agent.said(sessionId)));
        return said.join();
    }

    @Override
    public void close() {
        proxy.close();
        gateway.stop(GRACE)
                .toCompletableFuture()
                .orTimeout(2 * GRACE.toSeconds(), TimeUnit.SECONDS)
                .join();
        demo.close();
    }
}
