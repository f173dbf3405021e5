// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.Agent;
import dev.fairlead.api.AgentConnection;
import dev.fairlead.api.AgentContext;
import dev.fairlead.api.AgentException;
import dev.fairlead.api.AgentListener;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Target;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.connection.TimerWheel;
import dev.fairlead.runtime.registry.TransportRegistry;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Dials a gateway, by whichever transport the network lets through, and stays connected whatever the network does.
 *
 * <p>It is an {@link Agent}, so that a gateway may serve it: a relay. Thread-safe. Owns one timer thread and an HTTP client, however
 * many connections there are.
 */
public final class Connector implements Agent, AutoCloseable {
    private final Surroundings around;
    private final StateListener listener;
    private final TimerWheel timers;
    private final Runnable release;
    private final Set<ResumableConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicLong names = new AtomicLong();

    private Connector(Surroundings around, StateListener listener, TimerWheel timers, Runnable release) {
        this.around = around;
        this.listener = listener;
        this.timers = timers;
        this.release = release;
    }

    /** Begins to describe a connector to the endpoint at that address, {@code https://host/acp} for instance. */
    public static Builder to(URI uri) {
        return new Builder(uri);
    }

    /** Returns every setting that a connector reads, those of the transports among them. */
    public static List<Setting<?>> settings() {
        return settings(TransportRegistry.load().all());
    }

    /** Returns every setting that a connector reads where there are those transports. */
    public static List<Setting<?>> settings(List<Transport> transports) {
        List<Setting<?>> all = new ArrayList<>(ConnectSettings.settings());
        all.addAll(JdkHttpAccess.settings());
        transports.forEach(transport -> all.addAll(transport.settings()));
        return List.copyOf(all);
    }

    /**
     * Begins one conversation.
     *
     * @param hears receives what the agent says
     * @return completes with the open connection; fails with an {@link AgentException} that says what became of each transport
     */
    public CompletionStage<AgentConnection> connect(AgentListener hears) {
        return open(new AgentContext(
                "d-" + names.incrementAndGet(),
                new Peer("local", "this process", Peer.ANONYMOUS),
                MessageLimits.STANDARD,
                hears));
    }

    /** Begins one conversation, of the gateway's making: what a client may read of a failure names no address. */
    @Override
    public CompletionStage<AgentConnection> connect(AgentContext context) {
        return open(context)
                .exceptionallyCompose(failure -> CompletableFuture.failedStage(new AgentException(
                        Code.AGENT_UNAVAILABLE, "The agent could not be reached.", Reason.of(failure))));
    }

    private CompletionStage<AgentConnection> open(AgentContext context) {
        ResumableConnection connection = new ResumableConnection(context, around, listener);
        connections.add(connection);
        connection.closed().thenRun(() -> connections.remove(connection));
        return connection.begin().whenComplete((open, failure) -> {
            if (failure != null) {
                connections.remove(connection);
            }
        });
    }

    /** Tells all connections that now is the time to try: the network has changed, or somebody has come back to look. */
    public void retryNow() {
        connections.forEach(ResumableConnection::retryNow);
    }

    /** Ends all connections, and lets go of the threads when that is done. Only the first call counts. */
    @Override
    public void close() {
        CompletableFuture<?>[] endings = connections.stream()
                .map(connection -> connection.close(CloseReason.NORMAL).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        var unused = CompletableFuture.allOf(endings).whenComplete((nothing, failure) -> {
            timers.close();
            release.run();
        });
    }

    /** Describes a connector. Not thread-safe. */
    public static final class Builder {
        private final URI uri;
        private final Map<String, String> own = new HashMap<>();
        private final List<String> headers = new ArrayList<>();
        private Settings settings = Settings.NONE;
        private StateListener listener = (connection, state) -> {};
        private PathMemory memory = PathMemory.inMemory();
        private TransportRegistry registry = TransportRegistry.load();
        private boolean renewing;

        private Builder(URI uri) {
            this.uri = uri;
        }

        /** Shows that token to the server, as {@code Authorization: Bearer}. */
        public Builder token(String token) {
            own.put(DialSettings.TOKEN.key(), token);
            return this;
        }

        /** Adds a header to every request. */
        public Builder header(String name, String value) {
            headers.add(name + ": " + value);
            return this;
        }

        /** Replaces the settings; without it every default holds. What is said here counts before them. */
        public Builder settings(Settings replacement) {
            this.settings = replacement;
            return this;
        }

        /** Uses one transport alone, {@code sse} for instance; {@code auto} finds the best that works. */
        public Builder transport(String id) {
            own.put(ConnectSettings.TRANSPORT.key(), id);
            return this;
        }

        /** Tells the states of every connection to a listener. */
        public Builder listener(StateListener states) {
            this.listener = states;
            return this;
        }

        /** Remembers elsewhere which transport worked. */
        public Builder memory(PathMemory replacement) {
            this.memory = replacement;
            return this;
        }

        /**
         * Begins another connection in place of one that the gateway does not know any more: {@code initialize} and
         * {@code authenticate} are said again, and the application learns of a {@linkplain ConnectionState.Gap gap}. Without it, such
         * a connection ends.
         */
        public Builder renewing() {
            this.renewing = true;
            return this;
        }

        /** Replaces the transports that {@link java.util.ServiceLoader} finds. */
        public Builder transports(List<Transport> replacement) {
            registry = new TransportRegistry();
            replacement.forEach(registry::add);
            return this;
        }

        /**
         * Makes the connector. Nothing is dialled yet.
         *
         * @throws AgentException {@link Code#CONFIGURATION}, with what to do about it
         */
        public Connector build() {
            Settings all = merged();
            ConnectSettings connect = ConnectSettings.from(all);
            Target target = new Target.Address(uri);
            List<String> chosen =
                    connect.transport().equals(ConnectSettings.AUTO) ? List.of() : List.of(connect.transport());
            JdkHttpAccess http = JdkHttpAccess.to(uri, all);
            TimerWheel timers = new TimerWheel();
            List<Way> ways = registry.named(chosen).stream()
                    .filter(transport -> transport.dials(target))
                    .map(transport -> way(transport, timers))
                    .toList();
            if (ways.isEmpty()) {
                http.close();
                timers.close();
                throw new AgentException(
                        Code.CONFIGURATION,
                        "No transport can reach " + uri + (chosen.isEmpty() ? "" : " by " + chosen.get(0))
                                + ". Put fairlead-transport-websocket, -sse or -polling beside the runtime.");
            }
            Surroundings around = new Surroundings(
                    target,
                    ways,
                    http,
                    all,
                    connect,
                    memory,
                    timers,
                    RandomGenerator.of("SecureRandom"),
                    new Farewell(http, uri),
                    renewing);
            return new Connector(around, listener, timers, http::close);
        }

        private static Way way(Transport transport, TimerWheel timers) {
            return transport.sends()
                    ? new Way(transport, false)
                    : new Way(new PostingTransport(transport, timers), true);
        }

        private Settings merged() {
            Map<String, String> all = new HashMap<>(settings.texts());
            all.putAll(own);
            String set = all.getOrDefault(DialSettings.HEADERS.key(), "");
            if (!headers.isEmpty()) {
                all.put(DialSettings.HEADERS.key(), (set.isEmpty() ? "" : set + " | ") + String.join(" | ", headers));
            }
            return Settings.of(all);
        }
    }
}
