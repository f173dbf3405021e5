// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit.contract;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpEndpoint;
import dev.fairlead.api.spi.AttachRequest;
import dev.fairlead.api.spi.Attachment;
import dev.fairlead.api.spi.HttpRoute;
import dev.fairlead.api.spi.ServeContext;
import dev.fairlead.api.spi.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a transport serves, in the place of the runtime: passes HTTP calls to its routes and wires to a berth.
 *
 * @param transport the id of the transport
 * @param berth takes the wires
 * @param routes what was routed so far
 */
record StandIn(String transport, Settings settings, MessageLimits limits, Berth berth, List<HttpRoute> routes)
        implements ServeContext, HttpEndpoint {
    static final String PATH = "/acp";

    StandIn(String transport, Settings settings, MessageLimits limits, Berth berth) {
        this(transport, settings, limits, berth, new CopyOnWriteArrayList<>());
    }

    @Override
    public Duration heartbeat() {
        return Duration.ofSeconds(15);
    }

    @Override
    public void route(HttpRoute route) {
        routes.add(route);
    }

    @Override
    public Attachment attach(AttachRequest request) {
        return berth.attach(request);
    }

    @Override
    public void refuse(HttpCall call, AgentException why) {
        int status = switch (why.code()) {
            case TOO_LARGE -> 413;
            case CONNECTION_UNKNOWN -> 404;
            case LIMIT_REACHED, SHUTDOWN -> 503;
            default -> 400;
        };
        call.respond(status, Map.of(), String.valueOf(why.getMessage()).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void handle(HttpCall call) {
        for (HttpRoute route : routes) {
            if (call.path().equals(PATH + route.path()) && route.accepts(call)) {
                try {
                    route.answer(call, new Peer(transport, call.remote().toString(), Peer.ANONYMOUS));
                } catch (AgentException e) {
                    refuse(call, e);
                }
                return;
            }
        }
        call.respond(404, Map.of(), new byte[0]);
    }
}
