// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.api.spi.RunningTransport;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import dev.fairlead.api.spi.Transport;
import dev.fairlead.runtime.connection.ConnectionDirectory;
import dev.fairlead.runtime.connection.ConnectionLimits;
import dev.fairlead.runtime.endpoint.Routes;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transports of one gateway that serve. One that does not start is named in the log, and the others do. */
final class ServedTransports {
    private static final Logger log = LoggerFactory.getLogger(ServedTransports.class);

    private final Map<String, RunningTransport> running = Collections.synchronizedMap(new LinkedHashMap<>());
    private final List<String> wanted;
    private final ConnectionLimits limits;
    private final Routes routes;
    private final ConnectionDirectory directory;

    /**
     * Creates a place without transports.
     *
     * @param wanted the ids of those that are to serve; empty for all
     */
    ServedTransports(List<String> wanted, ConnectionLimits limits, Routes routes, ConnectionDirectory directory) {
        this.wanted = wanted;
        this.limits = limits;
        this.routes = routes;
        this.directory = directory;
    }

    /** Starts those that can serve; throws {@link Code#CONFIGURATION} if not one does. */
    void start(List<Transport> transports, Settings settings) {
        transports.forEach(transport -> add(transport, settings));
        if (ids().isEmpty()) {
            throw new AgentException(
                    Code.CONFIGURATION,
                    "No transport serves. Put fairlead-transport-websocket or fairlead-transport-sse beside the runtime.");
        }
    }

    /** Starts one if it can serve, is wanted and knows where; what does not start is named in the log. */
    void add(Transport transport, Settings settings) {
        String id = transport.id();
        if (!wanted.isEmpty() && !wanted.contains(id)) {
            return;
        }
        try {
            if (transport.serves() && knowsWhere(transport, settings)) {
                RunningTransport handle = Objects.requireNonNull(
                        transport.serve(new Context(transport, settings, limits, routes, directory)),
                        "It gave no handle.");
                running.put(id, handle);
            }
        } catch (AgentException e) {
            routes.remove(id);
            log.warn("{} The others serve. transport={}", e.getMessage(), id);
        } catch (RuntimeException | LinkageError e) {
            routes.remove(id);
            log.error("Transport '{}' did not start; the others serve: {}", id, e.getMessage(), e);
        }
    }

    /** Returns whether it was told where to serve, if it must be; who was asked for by name and was not, is named in the log. */
    private boolean knowsWhere(Transport transport, Settings settings) {
        Setting<String> place = transport.servesAt();
        if (place == null || !settings.get(place).isBlank()) {
            return true;
        }
        if (!wanted.isEmpty()) {
            log.warn("Transport '{}' does not serve: set {}.", transport.id(), place.key());
        }
        return false;
    }

    List<String> ids() {
        synchronized (running) {
            return List.copyOf(running.keySet());
        }
    }

    /** Stops all at once; fails, after all have ended, if one did not end well. */
    CompletionStage<Void> stop(Duration grace) {
        return CompletableFuture.allOf(
                ids().stream().map(id -> stop(id, grace).toCompletableFuture()).toArray(CompletableFuture<?>[]::new));
    }

    /** Stops one, if it serves: its wires are told the end first, and cut after the grace period; connections stay. */
    CompletionStage<Void> stop(String id, Duration grace) {
        RunningTransport transport = running.remove(id);
        if (transport == null) {
            return CompletableFuture.completedStage(null);
        }
        routes.remove(id);
        return new Ending()
                .then(
                        "wires of transport '" + id + "'",
                        () -> directory
                                .dismiss(id)
                                .toCompletableFuture()
                                .completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS))
                .then("transport '" + id + "'", () -> transport.stop(grace))
                .ended();
    }

    /** What one transport is given. */
    private record Context(
            Transport transport,
            Settings settings,
            ConnectionLimits connectionLimits,
            Routes routes,
            ConnectionDirectory directory)
            implements ServeContext {
        @Override
        public MessageLimits limits() {
            return connectionLimits.message();
        }

        @Override
        public Duration heartbeat() {
            return connectionLimits.heartbeat();
        }

        @Override
        public void route(HttpRoute route) {
            routes.add(transport.id(), transport.rank(), route);
        }

        @Override
        public void refuse(HttpCall call, AgentException why) {
            routes.refuse(call, why);
        }

        @Override
        public Attachment attach(AttachRequest request) {
            return directory.attach(request);
        }
    }
}
