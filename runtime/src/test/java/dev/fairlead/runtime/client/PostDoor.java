// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.Peer;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.runtime.connection.Connection;
import dev.fairlead.runtime.connection.JsonRpc;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The gateway's door for POST and DELETE, as {@code AcpEndpoint} keeps it (wire.md 1 and 2.2). */
final class PostDoor {
    private static final Peer PEER = new Peer("http", "nowhere", Peer.ANONYMOUS);

    private PostDoor() {}

    /** Takes a POST; the stage completes with its answer. */
    static CompletableFuture<HttpResponse<byte[]>> take(BothEnds world, HttpRequest request, byte[] body) {
        try {
            return answer(world, request, body);
        } catch (AgentException e) {
            int status = switch (e.code()) {
                case CONNECTION_UNKNOWN -> 404;
                case LIMIT_REACHED, SHUTDOWN -> 503;
                default -> 400;
            };
            world.tally.count("post answered " + status);
            return CompletableFuture.completedFuture(new Answer(request, status, Map.of(), ""));
        }
    }

    private static CompletableFuture<HttpResponse<byte[]>> answer(BothEnds world, HttpRequest request, byte[] body) {
        String id = header(request, "Acp-Connection-Id");
        String client = world.fault.client(header(request, "Fairlead-Client"));
        String number = header(request, "Fairlead-Sequence");
        long sequence = number == null ? 0 : world.fault.numberUp(Long.parseLong(number));
        if (id == null) {
            return initialize(world, request, client, Message.of(new String(body, StandardCharsets.UTF_8)));
        }
        Connection connection = world.gateway.get(id, PEER);
        if (request.method().equals("DELETE")) {
            connection.end(CloseReason.NORMAL);
            return CompletableFuture.completedFuture(new Answer(request, 202, Map.of(), ""));
        }
        String acknowledged = header(request, "Fairlead-Ack");
        if (acknowledged != null) {
            connection.acknowledged(client, Streams.ALL, Long.parseLong(acknowledged));
        }
        if (body.length > 0) {
            var unused = connection.accept(client, sequence, Message.read(body.clone(), world.limits.message()));
        } else if (acknowledged == null) {
            connection.skip(client, sequence);
        }
        return CompletableFuture.completedFuture(new Answer(request, 202, Map.of(), ""));
    }

    private static CompletableFuture<HttpResponse<byte[]>> initialize(
            BothEnds world, HttpRequest request, @Nullable String client, Message message) {
        Connection connection = world.gateway.reserve(PEER, client);
        if (!connection.initialized().toCompletableFuture().isDone()) {
            try {
                var unused = connection.accept(client, 1, message);
            } catch (AgentException e) {
                if (e.code() != Code.PROTOCOL) {
                    connection.end(e.reason());
                }
            }
        }
        return connection
                .initialized()
                .<HttpResponse<byte[]>>thenApply(response -> {
                    connection.initializeDelivered(client, response);
                    return new Answer(
                            request,
                            200,
                            Map.of(
                                    "Acp-Connection-Id", List.of(connection.id()),
                                    "Fairlead-Received", List.of("1")),
                            response.message().text());
                })
                .exceptionally(failure -> noAgent(world, request, message, failure))
                .toCompletableFuture();
    }

    private static Answer noAgent(BothEnds world, HttpRequest request, Message initialize, Throwable failure) {
        CloseReason why = ((AgentException) failure).reason();
        int status = why.code() == Code.LIMIT_REACHED || why.code() == Code.SHUTDOWN ? 503 : 502;
        world.tally.count("initialize answered " + status);
        String id = String.valueOf(initialize.envelope().id());
        return new Answer(request, status, Map.of(), JsonRpc.error(id, why).text());
    }

    private static @Nullable String header(HttpRequest request, String name) {
        return request.headers().firstValue(name).orElse(null);
    }

    /** What is answered. */
    private record Answer(HttpRequest request, int statusCode, Map<String, List<String>> all, String text)
            implements HttpResponse<byte[]> {
        @Override
        public byte[] body() {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(all, (name, value) -> true);
        }

        @Override
        public Optional<HttpResponse<byte[]>> previousResponse() {
            return Optional.empty();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return Optional.empty();
        }

        @Override
        public URI uri() {
            return request.uri();
        }

        @Override
        public HttpClient.Version version() {
            return HttpClient.Version.HTTP_1_1;
        }
    }
}
