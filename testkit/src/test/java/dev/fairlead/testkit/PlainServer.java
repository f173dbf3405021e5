// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A small HTTP server behind a proxy: answers with the request's body and the number of the request; on {@code /events} with an event
 * stream of what it is told to say; on {@code /mute} never.
 */
final class PlainServer implements AutoCloseable {
    /** A request that came: {@code POST /echo HTTP/1.1}, its header lines in lower case, its body. */
    record Heard(String start, List<String> headers, String body) {}

    private static final String END = "\0end";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Heard> heard = new CopyOnWriteArrayList<>();
    private final BlockingQueue<BlockingQueue<String>> streams = new LinkedBlockingQueue<>();

    PlainServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/", this::echo);
        server.createContext("/events", this::stream);
        server.createContext("/mute", this::hear);
        server.setExecutor(threads);
        server.start();
    }

    InetSocketAddress address() {
        return server.getAddress();
    }

    /** Returns what was asked so far. */
    List<Heard> heard() {
        return heard;
    }

    /** Waits for the next event stream; what is put into it is said on it. */
    BlockingQueue<String> nextStream() throws InterruptedException {
        BlockingQueue<String> stream = streams.poll(10, TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("Nobody asked for a stream.");
        }
        return stream;
    }

    /** Ends a stream behind what was said. */
    static void end(BlockingQueue<String> stream) {
        stream.add(END);
    }

    private String hear(HttpExchange call) throws IOException {
        String body = new String(call.getRequestBody().readAllBytes(), UTF_8);
        List<String> headers = call.getRequestHeaders().entrySet().stream()
                .map(header -> header.getKey().toLowerCase(Locale.ROOT) + ": " + String.join(", ", header.getValue()))
                .toList();
        heard.add(new Heard(
                call.getRequestMethod() + " " + call.getRequestURI() + " " + call.getProtocol(), headers, body));
        return body;
    }

    private void echo(HttpExchange call) throws IOException {
        try (call) {
            byte[] answer = (hear(call) + "#" + heard.size()).getBytes(UTF_8);
            call.getResponseHeaders().add("Cache-Control", "no-store");
            call.getResponseHeaders().add("Acp-Connection-Id", "c1");
            call.sendResponseHeaders(200, answer.length);
            call.getResponseBody().write(answer);
        }
    }

    private void stream(HttpExchange call) throws IOException {
        try (call) {
            hear(call);
            call.getResponseHeaders().add("Content-Type", "text/event-stream");
            call.sendResponseHeaders(200, 0);
            OutputStream out = call.getResponseBody();
            out.flush();
            BlockingQueue<String> stream = new LinkedBlockingQueue<>();
            streams.add(stream);
            for (String text = stream.take(); !text.equals(END); text = stream.take()) {
                out.write(text.getBytes(UTF_8));
                out.flush();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
