// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.JsonText;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.runtime.connection.ConnectionLimits;
import dev.fairlead.runtime.connection.Timers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Tells clients what is here, and lets them try the path (wire.md 2.5). Starts no agent and begins no connection. Thread-safe.
 */
public final class Discovery {
    private static final Map<String, String> HEADERS =
            Map.of("Content-Type", "application/json", "Cache-Control", "no-cache, no-store, no-transform");

    private final String version;
    private final String path;
    private final ConnectionLimits limits;
    private final Routes routes;
    private final Probes probes;
    private final ProbeSockets sockets;
    private final ProbeEcho echo;

    /**
     * Creates the discovery of an endpoint.
     *
     * @param version the product's
     */
    public Discovery(String version, EndpointSettings settings, ConnectionLimits limits, Timers timers, Routes routes) {
        this.version = version;
        this.path = settings.path();
        this.limits = limits;
        this.routes = routes;
        this.probes = new Probes(timers);
        this.sockets = new ProbeSockets(timers);
        this.echo = new ProbeEcho(limits.message().bytes(), path);
    }

    /** Answers a call if it is for one of these paths; returns whether it is. */
    boolean answer(String below, HttpCall call) {
        boolean probe = below.equals("/probe");
        if (!probe && !below.equals("/transports")) {
            return false;
        }
        if (probe && call.method().equals("POST")) {
            echo.answer(call);
        } else if (!call.method().equals("GET")) {
            Answers.status(call, 405, Map.of("Allow", probe ? "GET, POST" : "GET"));
        } else if (probe && call.isWebSocket()) {
            sockets.answer(call);
        } else if (probe) {
            probes.answer(call);
        } else {
            call.respond(200, HEADERS, transports().getBytes(StandardCharsets.UTF_8));
        }
        return true;
    }

    private String transports() {
        StringBuilder json = new StringBuilder("{\"name\":\"fairlead\",\"version\":")
                .append(JsonText.quote(version))
                .append(",\"transports\":[");
        String separator = "";
        for (Routes.Served served : routes.served()) {
            json.append(separator)
                    .append("{\"id\":")
                    .append(JsonText.quote(served.transport()))
                    .append(",\"path\":")
                    .append(JsonText.quote(path + served.path()))
                    .append(",\"rank\":")
                    .append(served.rank())
                    .append('}');
            separator = ",";
        }
        return json.append("],\"heartbeatMillis\":")
                .append(limits.heartbeat().toMillis())
                .append(",\"limits\":")
                .append(limits.message().json())
                .append("}\n")
                .toString();
    }

    /** Ends the probes under way; completes when none is left. */
    public CompletionStage<Void> stop() {
        return probes.stop().thenCombine(sockets.stop(), (streams, websockets) -> null);
    }
}
