// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.http.HttpEndpoint;
import dev.fairlead.api.spi.RunningEngine;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/** The real engine on a free port. Its calls are handed to the test by {@link #nextCall}, unless an endpoint answers them. */
final class TestServer implements AutoCloseable {
    private final BlockingQueue<HttpCall> calls = new LinkedBlockingQueue<>();
    private final RunningEngine engine;

    private TestServer(Settings settings, HttpEndpoint endpoint) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        HttpEndpoint answering = endpoint == null ? calls::add : endpoint;
        engine = new UndertowEngine().start(settings, anyPort, answering);
    }

    static TestServer collecting() {
        return new TestServer(Settings.NONE, null);
    }

    static TestServer collecting(Setting<?> setting, String text) {
        return new TestServer(Settings.NONE.with(setting, text), null);
    }

    static TestServer collecting(Settings settings) {
        return new TestServer(settings, null);
    }

    static TestServer answering(Settings settings, HttpEndpoint endpoint) {
        return new TestServer(settings, endpoint);
    }

    static TestServer answering(HttpEndpoint endpoint) {
        return new TestServer(Settings.NONE, endpoint);
    }

    static TestServer answering(Setting<?> setting, String text, HttpEndpoint endpoint) {
        return new TestServer(Settings.NONE.with(setting, text), endpoint);
    }

    /** An endpoint that reads the body, up to a limit, and sends it back; 413 if it is larger. */
    static HttpEndpoint echo(int limit) {
        return call -> call.body(limit).whenComplete((body, failure) -> {
            if (failure == null) {
                call.respond(200, Map.of(), body);
            } else {
                call.respond(413, Map.of(), bytes("too large"));
            }
        });
    }

    HttpCall nextCall() throws InterruptedException {
        HttpCall call = calls.poll(10, SECONDS);
        if (call == null) {
            throw new AssertionError("No call came.");
        }
        return call;
    }

    RunningEngine engine() {
        return engine;
    }

    int port() {
        return engine.address().getPort();
    }

    URI uri(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port() + path);
    }

    RawClient connect() {
        return new RawClient(port());
    }

    /** Stops, and fails unless all calls and WebSockets end by themselves. */
    void stopAfterCalls() {
        engine.stop(Duration.ofHours(1))
                .toCompletableFuture()
                .orTimeout(10, SECONDS)
                .join();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    @Override
    public void close() {
        engine.stop(Duration.ZERO).toCompletableFuture().orTimeout(10, SECONDS).join();
    }
}
