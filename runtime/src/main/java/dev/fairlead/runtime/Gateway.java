// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.spi.HttpEngine;
import dev.fairlead.api.spi.RunningEngine;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Site;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.client.DialledAgent;
import dev.fairlead.runtime.connection.Connection;
import dev.fairlead.runtime.connection.ConnectionLimits;
import dev.fairlead.runtime.connection.ConnectionTable;
import dev.fairlead.runtime.endpoint.AcpEndpoint;
import dev.fairlead.runtime.endpoint.Discovery;
import dev.fairlead.runtime.endpoint.EndpointSettings;
import dev.fairlead.runtime.endpoint.Entrance;
import dev.fairlead.runtime.endpoint.Guards;
import dev.fairlead.runtime.endpoint.Routes;
import dev.fairlead.runtime.registry.TransportRegistry;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Serves an agent on the network, by every transport that is there. Thread-safe.
 *
 * <p>Owns what it starts: the engine, the transports, two or more delivery threads, one timer thread, and the agents.
 */
public final class Gateway {
    private final URI address;
    private final @Nullable URI page;
    private final RunningEngine engine;
    private final ServedTransports transports;
    private final ConnectionTable connections;
    private final Discovery discovery;
    private final GatewayThreads threads;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    private Gateway(
            URI address,
            @Nullable URI page,
            RunningEngine engine,
            ServedTransports transports,
            ConnectionTable connections,
            Discovery discovery,
            GatewayThreads threads) {
        this.address = address;
        this.page = page;
        this.engine = engine;
        this.transports = transports;
        this.connections = connections;
        this.discovery = discovery;
        this.threads = threads;
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
        return settings(engine().settings(), TransportRegistry.load().all());
    }

    /** Returns every setting that is known where that loader finds the transports. */
    public static List<Setting<?>> settings(ClassLoader loader) {
        return settings(engine().settings(), TransportRegistry.load(loader).all());
    }

    /** Returns every setting that is known where there are that engine's settings and those transports. */
    public static List<Setting<?>> settings(List<Setting<?>> engine, List<Transport> transports) {
        List<Setting<?>> all = new ArrayList<>(GatewaySettings.settings());
        all.addAll(EndpointSettings.settings());
        all.addAll(ConnectionLimits.settings());
        all.addAll(engine);
        transports.forEach(transport -> all.addAll(transport.settings()));
        return List.copyOf(all);
    }

    /** Returns the version of Fairlead, {@code 1.2.0} for instance. */
    public static String version() {
        return ProductVersion.TEXT;
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

    /** Returns where people find the pages of a {@link Site}, with a ticket that works once if a token is asked for; null if there are none. */
    public @Nullable URI page() {
        return page;
    }

    /** Returns the ids of the transports that serve, the best first. */
    public List<String> transports() {
        return transports.ids();
    }

    /**
     * Begins to serve by one more transport. Not while a {@link #stop(String, Duration)} of one with the same id is under way.
     *
     * @param settings where it finds its settings
     */
    public void add(Transport transport, Settings settings) {
        transports.add(transport, settings);
    }

    /**
     * Stops one transport, if it serves: its wires are told the end first, and cut after the grace period. The others go on, and so do
     * the connections, which wait for another wire.
     */
    public CompletionStage<Void> stop(String transport, Duration grace) {
        return transports.stop(transport, grace);
    }

    /** Returns the number of open connections. */
    public int connections() {
        return connections.size();
    }

    /** Returns what may be known of the open connections, by name. */
    public List<OpenConnection> openConnections() {
        return connections.all().stream()
                .map(connection -> new OpenConnection(connection.name(), connection.owner(), connection.carriers()))
                .sorted(Comparator.comparing(OpenConnection::name))
                .toList();
    }

    /** Ends the connections with that {@linkplain OpenConnection#name name}, and their agents; returns how many there were. */
    public int close(String name, CloseReason why) {
        List<Connection> named = connections.all().stream()
                .filter(connection -> connection.name().equals(name))
                .toList();
        named.forEach(connection -> connection.end(why));
        return named.size();
    }

    /**
     * Stops: takes no more connections, ends all that there are with {@link Code#SHUTDOWN}, closes the agents and the port. Any thread;
     * only the first call counts.
     *
     * @param grace how long wires may take to say goodbye; then they are cut
     * @return completes when no thread, port or agent of the gateway is left [6.4]; fails, after everything was tried, if something
     *     would not end
     */
    public CompletionStage<Void> stop(Duration grace) {
        if (stopping.compareAndSet(false, true)) {
            new Ending()
                    .then("connections", () -> atMost(grace, connections.stop()))
                    .then("transports", () -> transports.stop(grace))
                    .then("probes", () -> atMost(grace, discovery.stop()))
                    .then("HTTP engine", () -> engine.stop(grace))
                    .then("agents", connections::stop)
                    .then("threads", threads::stop)
                    .ended()
                    .whenComplete((nothing, failure) -> {
                        if (failure == null) {
                            stopped.complete(null);
                        } else {
                            stopped.completeExceptionally(failure);
                        }
                    });
        }
        return stopped;
    }

    private CompletionStage<?> atMost(Duration time, CompletionStage<Void> stage) {
        return CompletableFuture.anyOf(
                stage.toCompletableFuture(), threads.pause(time).toCompletableFuture());
    }

    /** Describes a gateway. Not thread-safe. */
    public static final class Builder {
        private final Agent agent;
        private Settings settings = Settings.NONE;
        private TransportRegistry registry = TransportRegistry.load();
        private @Nullable HttpEngine engine;
        private @Nullable Site pages;
        private boolean changing;

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

        /** Replaces the engine that {@link ServiceLoader} finds. */
        public Builder engine(HttpEngine replacement) {
            this.engine = replacement;
            return this;
        }

        /** Replaces the site that {@link ServiceLoader} finds: the pages beside the endpoint. */
        public Builder site(Site replacement) {
            this.pages = replacement;
            return this;
        }

        /** Lets transports come and go by {@link Gateway#add} and {@link Gateway#stop(String, Duration)}: at the start there need be none. */
        public Builder changing() {
            this.changing = true;
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
            List<Transport> chosen = changing ? registry.all() : registry.named(where.transports());
            HttpEngine http = engine == null ? Gateway.engine() : engine;
            Site site = pages == null
                    ? ServiceLoader.load(Site.class, Gateway.class.getClassLoader())
                            .findFirst()
                            .orElse(null)
                    : pages;
            GatewayThreads threads = new GatewayThreads();
            try {
                ConnectionTable connections = new ConnectionTable(agent, limits, threads.timers(), threads.delivery());
                Routes routes = new Routes();
                Discovery discovery = new Discovery(version(), what, limits, threads.timers(), routes);
                Guards guards = new Guards(what, where.listen(), where.token());
                AcpEndpoint endpoint = new AcpEndpoint(
                        what,
                        limits.message(),
                        guards,
                        connections,
                        routes,
                        discovery,
                        site == null ? AcpEndpoint::nothing : site.pages(what.path()));
                ServedTransports served = new ServedTransports(where.transports(), limits, routes, connections);
                if (changing) {
                    chosen.forEach(transport -> served.add(transport, settings));
                } else {
                    served.start(chosen, settings);
                }
                RunningEngine running = listen(http, where, endpoint, served);
                InetSocketAddress listens = new InetSocketAddress(
                        where.listen().getAddress(), running.address().getPort());
                URI address =
                        URI.create((running.isSecure() ? "https://" : "http://") + authority(listens) + what.path());
                Entrance entrance = guards.entrance();
                URI page =
                        site == null ? null : address.resolve(entrance == null ? "/" : "/?ticket=" + entrance.ticket());
                return new Gateway(address, page, running, served, connections, discovery, threads);
            } catch (RuntimeException | LinkageError e) {
                undo(new Ending().then("threads", threads::stop));
                throw e;
            }
        }

        private RunningEngine listen(
                HttpEngine http, GatewaySettings where, AcpEndpoint endpoint, ServedTransports served) {
            try {
                return http.start(settings, where.listen(), endpoint);
            } catch (RuntimeException | LinkageError e) {
                undo(new Ending().then("transports", () -> served.stop(Duration.ZERO)));
                throw e;
            }
        }

        /** Waits; what did not end well is in the log, and why there is something to undo tells the caller. */
        private static void undo(Ending ending) {
            ending.ended().exceptionally(failure -> null).toCompletableFuture().join();
        }

        private static String authority(InetSocketAddress address) {
            String host = address.getAddress().getHostAddress();
            return (address.getAddress() instanceof Inet6Address ? "[" + host + "]" : host) + ":" + address.getPort();
        }
    }
}
