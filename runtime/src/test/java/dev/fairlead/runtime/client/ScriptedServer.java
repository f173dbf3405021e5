// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.fairlead.api.http.HttpAccess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A real HTTP server whose every request a test answers. */
final class ScriptedServer implements HttpAccess, AutoCloseable {
    /** A request that waits for its answer. */
    record Request(HttpExchange exchange, String body) {
        String header(String name) {
            return String.valueOf(exchange.getRequestHeaders().getFirst(name));
        }

        void answer(int status, String text, String... headers) throws IOException {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        void accept() throws IOException {
            answer(202, "");
        }
    }

    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    ScriptedServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(
                "/acp",
                exchange -> requests.add(new Request(
                        exchange, new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))));
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/acp");
    }

    /** Returns the next request. */
    Request next() throws InterruptedException {
        Request request = requests.poll(10, TimeUnit.SECONDS);
        if (request == null) {
            throw new AssertionError("No request came.");
        }
        return request;
    }

    boolean isQuiet() {
        return requests.isEmpty();
    }

    @Override
    public HttpClient client() {
        return client;
    }

    @Override
    public HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri);
    }

    @Override
    public WebSocket.Builder webSocket() {
        return client.newWebSocketBuilder();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
