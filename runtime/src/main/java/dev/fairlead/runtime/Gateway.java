// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.HttpEngine;
import dev.fairlead.api.spi.RunningEngine;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.client.DialledAgent;
import dev.fairlead.runtime.connection.ConnectionLimits;
import dev.fairlead.runtime.connection.ConnectionTable;
import dev.fairlead.runtime.connection.TimerWheel;
import dev.fairlead.runtime.endpoint.AcpEndpoint;
import dev.fairlead.runtime.endpoint.EndpointSettings;
import dev.fairlead.runtime.endpoint.Routes;
import dev.fairlead.runtime.registry.TransportRegistry;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;

/**
 * Serves an agent on the network, by every transport that is there. Thread-safe.
 *
 * <p>Owns what it starts: the engine, the transports, two or more delivery threads, one timer thread, and the agents.
 */
public final class Gateway {
    private final URI address;
    private final RunningEngine engine;
    private final ServedTransports transports;
    private final ConnectionTable connections;
    private final TimerWheel timers;
    private final ForkJoinPool delivery;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private boolean stopping;

    private Gateway(
            URI address,
            RunningEngine engine,
            ServedTransports transports,
            ConnectionTable connections,
            TimerWheel timers,
            ForkJoinPool delivery) {
        this.address = address;
        this.engine = engine;
        this.transports = transports;
        this.connections = connections;
        this.timers = timers;
        this.delivery = delivery;
    }

    /** Begins to describe a gateway that serves that agent. */
    public static Builder serving(Agent agent) {
        return new Builder(agent);
    }

    /** Returns an agent that is a program, started once for each connection by the transport that starts programs. */
    public static Agent command(Target.Command command, Settings settings) {
        return new DialledAgent(command, settings, TransportRegistry.load());
    }

    /** Returns every setting that is known here: the runtime's, the engine's and those of the transports. */
    public static List<Setting<?>> settings() {
        List<Setting<?>> all = new ArrayList<>(GatewaySettings.settings());
        all.addAll(EndpointSettings.settings());
        all.addAll(ConnectionLimits.settings());
        all.addAll(engine().settings());
        TransportRegistry.load().all().forEach(transport -> all.addAll(transport.settings()));
        return List.copyOf(all);
    }

    private static HttpEngine engine() {
        return ServiceLoader.load(HttpEngine.class, Gateway.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new AgentException(
                        Code.CONFIGURATION,
                        "There is no HTTP engine. Put fairlead-http-undertow on the class path or module path."));
    }

    /** Returns where the endpoint is. */
    public URI address() {
        return address;
    }

    /** Returns the ids of the transports that serve, the best first. */
    public List<String> transports() {
        return transports.ids();
    }

    /** Returns the number of open connections. */
    public int connections() {
        return connections.size();
    }

    /**
     * Stops: takes no more calls, ends all connections with {@link Code#SHUTDOWN}, closes the agents, then the port. Any thread; only
     * the first call counts.
     *
     * @param grace how long wires may take to say goodbye
     * @return completes when no thread, port or agent of the gateway is left [6.4]
     */
    public CompletionStage<Void> stop(Duration grace) {
        synchronized (this) {
            if (stopping) {
                return stopped;
            }
            stopping = true;
        }
        CompletionStage<Void> ended = connections.stop();
        ended.thenCompose(nothing -> transports.stop(grace))
                .thenCompose(nothing -> engine.stop(grace))
                .whenCompleteAsync((nothing, failure) -> {
                    timers.close();
                    delivery.shutdown();
                    if (failure == null) {
                        stopped.complete(null);
                    } else {
                        stopped.completeExceptionally(failure);
                    }
                });
        return stopped;
    }

    /** Describes a gateway. Not thread-safe. */
    public static final class Builder {
        private final Agent agent;
        private Settings settings = Settings.NONE;
        private TransportRegistry registry = TransportRegistry.load();

        private Builder(Agent agent) {
            this.agent = agent;
        }

        /** Replaces the settings; without it every default holds. */
        public Builder settings(Settings replacement) {
            this.settings = replacement;
            return this;
        }

        /** Replaces the transports that {@link ServiceLoader} finds. */
        public Builder transports(List<Transport> replacement) {
            registry = new TransportRegistry();
            replacement.forEach(registry::add);
            return this;
        }

        /**
         * Starts the gateway. Returns when the port is open.
         *
         * @throws AgentException {@link Code#CONFIGURATION}, with what to do about it; nothing of the attempt is left then
         */
        public Gateway start() {
            GatewaySettings where = GatewaySettings.from(settings);
            EndpointSettings what = EndpointSettings.from(settings);
            ConnectionLimits limits = ConnectionLimits.from(settings);
            List<Transport> chosen = registry.named(where.transports());
            HttpEngine http = engine();
            TimerWheel timers = new TimerWheel();
            ForkJoinPool delivery = DeliveryThreads.start();
            try {
                ConnectionTable connections = new ConnectionTable(agent, limits, timers, delivery);
                Routes routes = new Routes();
                ServedTransports served = ServedTransports.start(chosen, settings, limits, routes, connections);
                AcpEndpoint endpoint =
                        new AcpEndpoint(what, limits.message(), where.listen(), where.token(), connections, routes);
                RunningEngine running = http.start(settings, where.listen(), endpoint);
                URI address = URI.create("http://" + authority(running.address()) + what.path());
                return new Gateway(address, running, served, connections, timers, delivery);
            } catch (RuntimeException e) {
                timers.close();
                delivery.shutdown();
                throw e;
            }
        }

        private static String authority(InetSocketAddress address) {
            String host = address.getAddress().getHostAddress();
            return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
        }
    }
}
