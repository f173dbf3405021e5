// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.http.HttpAccess;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** POSTs through the simulated network: some are lost, some are repeated on their way, and they overtake each other. */
final class SimulatedHttp extends HttpClient implements HttpAccess {
    private final BothEnds world;

    SimulatedHttp(BothEnds world) {
        this.world = world;
    }

    @Override
    public HttpClient client() {
        return this;
    }

    @Override
    public HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri);
    }

    @Override
    public WebSocket.Builder webSocket() {
        throw new UnsupportedOperationException();
    }

    @Override
    @SuppressWarnings("unchecked") // who posts reads bytes
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return (CompletableFuture<HttpResponse<T>>) (CompletableFuture<?>) post(request);
    }

    private CompletableFuture<HttpResponse<byte[]>> post(HttpRequest request) {
        CompletableFuture<HttpResponse<byte[]>> asked = new CompletableFuture<>();
        byte[] body = body(request);
        int copies = world.chance.oneIn(8) ? world.chance.between(0, 3) : 1;
        boolean answerIsLost = world.chance.oneIn(40);
        world.tally.count(copies == 0 ? "post lost" : copies == 1 ? "post" : "post repeated");
        Runnable arrives = () -> {
            var unused = PostDoor.take(world, request, body).thenAccept(answer -> {
                if (!answerIsLost) {
                    world.scheduler.execute(() -> asked.complete(answer));
                }
            });
        };
        world.network.reach("sse", asked, copies, arrives);
        boolean fails = copies == 0 || answerIsLost;
        Duration patience = request.timeout().orElse(Duration.ofMinutes(2));
        world.time.after(fails && world.chance.oneIn(2) ? Duration.ofMillis(500) : patience, () -> {
            if (fails || !asked.isDone()) {
                asked.completeExceptionally(
                        fails ? new IOException("The link was cut.") : new HttpTimeoutException("No answer."));
            }
        });
        return asked;
    }

    private static byte[] body(HttpRequest request) {
        byte[][] body = {new byte[0]};
        request.bodyPublisher().orElse(HttpRequest.BodyPublishers.noBody()).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(Long.MAX_VALUE);
            }

            @Override
            public void onNext(ByteBuffer part) {
                byte[] more = new byte[body[0].length + part.remaining()];
                System.arraycopy(body[0], 0, more, 0, body[0].length);
                part.get(more, body[0].length, part.remaining());
                body[0] = more;
            }

            @Override
            public void onError(Throwable failure) {
                throw new AssertionError(failure);
            }

            @Override
            public void onComplete() {}
        });
        return body[0];
    }

    // ---- nobody asks for these

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.empty();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.empty();
    }

    @Override
    public Redirect followRedirects() {
        return Redirect.NEVER;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.empty();
    }

    @Override
    public SSLContext sslContext() {
        throw new UnsupportedOperationException();
    }

    @Override
    public SSLParameters sslParameters() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.empty();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.empty();
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> pushes) {
        throw new UnsupportedOperationException();
    }
}
