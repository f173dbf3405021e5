// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.CloseReason;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpEndpoint;
import dev.fairlead.runtime.connection.ConnectionDirectory;
import java.net.InetSocketAddress;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint of wire.md 1.
 *
 * <p>A call passes the {@link Guards}, then goes by path and method: POST and DELETE are answered here, what is asked about the gateway
 * by the {@link Discovery}, everything else by the {@link Routes route} of the transport that accepts it. Thread-safe.
 */
public final class AcpEndpoint implements HttpEndpoint {
    private static final String ALLOWED = "GET, POST, DELETE, OPTIONS";
    private static final String TRANSPORT = "http";

    /** Where a page changes the token that somebody typed for a cookie. */
    private static final String COOKIE = "/cookie";

    private final String path;
    private final Guards guards;
    private final Routes routes;
    private final Discovery discovery;
    private final PostAnswer post;
    private final ConnectionDirectory directory;
    private final @Nullable Entrance entrance;
    private final HttpEndpoint pages;

    /**
     * Creates an endpoint.
     *
     * @param pages answers what is not for the endpoint
     */
    public AcpEndpoint(
            EndpointSettings settings,
            MessageLimits limits,
            Guards guards,
            ConnectionDirectory directory,
            Routes routes,
            Discovery discovery,
            HttpEndpoint pages) {
        this.path = settings.path();
        this.guards = guards;
        this.entrance = guards.entrance();
        this.pages = pages;
        this.routes = routes;
        this.discovery = discovery;
        this.post = new PostAnswer(directory, limits, settings.lenient());
        this.directory = directory;
    }

    /** Answers calls that are not for the endpoint where nothing else is served. */
    public static void nothing(HttpCall call) {
        Answers.status(call, 404, Map.of());
    }

    @Override
    public void handle(HttpCall call) {
        HttpCall answerable = call;
        try {
            guards.checkHost(call);
            String origin = guards.checkOrigin(call);
            if (origin != null) {
                answerable = new OriginCall(call, origin);
            }
            route(answerable, origin);
        } catch (RuntimeException | LinkageError e) { // a transport's bundle may be leaving
            Answers.failure(answerable, e);
        }
    }

    private void route(HttpCall call, @Nullable String origin) {
        String below = below(call.path());
        if (below == null) {
            if (entrance == null || !entrance.redeem(call)) {
                pages.handle(call);
            }
            return;
        }
        if (call.method().equals("OPTIONS")) {
            options(call, origin);
            return;
        }
        Peer peer = new Peer(TRANSPORT, text(call.remote()), guards.principal(call));
        if (entrance != null && below.equals(COOKIE) && call.method().equals("POST")) {
            entrance.give(call);
            return;
        }
        if (discovery.answer(below, call) || routes.answer(below, call, peer)) {
            return;
        }
        if (!below.isEmpty()) {
            Answers.status(call, 404, Map.of());
        } else {
            answer(call, peer);
        }
    }

    private @Nullable String below(String called) {
        if (!called.startsWith(path)) {
            return null;
        }
        String rest = called.substring(path.length());
        return rest.isEmpty() || rest.startsWith("/") ? rest : null;
    }

    private void answer(HttpCall call, Peer peer) {
        switch (call.method()) {
            case "POST" -> post.answer(call, peer);
            case "DELETE" -> delete(call, peer);
            case "GET" -> unacceptable(call);
            default -> Answers.status(call, 405, Map.of("Allow", ALLOWED));
        }
    }

    private void delete(HttpCall call, Peer peer) {
        directory.get(Headers.connection(call), peer).end(CloseReason.NORMAL);
        Answers.status(call, 202, Map.of());
    }

    /** No transport took the GET. */
    private static void unacceptable(HttpCall call) {
        if ("websocket".equalsIgnoreCase(call.header("Upgrade"))) {
            Answers.status(call, 400, Map.of("Sec-WebSocket-Version", "13"));
        } else {
            Answers.status(call, 406, Map.of());
        }
    }

    /** Answers a preflight (Fetch §3.2.2), which carries no token; only allowed origins come here. */
    private static void options(HttpCall call, @Nullable String origin) {
        if (origin == null) {
            Answers.status(call, 204, Map.of("Allow", ALLOWED));
            return;
        }
        Answers.status(
                call,
                204,
                Map.of(
                        "Allow",
                        ALLOWED,
                        "Access-Control-Allow-Methods",
                        ALLOWED,
                        "Access-Control-Allow-Headers",
                        "Content-Type, Authorization, Last-Event-ID, Acp-Connection-Id, Acp-Session-Id,"
                                + " Acp-Protocol-Version, Fairlead-Ack, Fairlead-Client, Fairlead-Sequence,"
                                + " Fairlead-Stream",
                        "Access-Control-Max-Age",
                        "600"));
    }

    private static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
