// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.transport.polling;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that is asked by polls, and says what a test wants. */
final class ScriptedGateway implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("\\{'poll':(\\d+),?");

    private final BlockingQueue<Asked> polls = new LinkedBlockingQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** One poll; {@code '} stands for quotation marks. */
    static final class Asked {
        /** The question without its number. */
        final String text;

        final String number;
        final String query;
        private final HttpExchange exchange;

        private Asked(HttpExchange exchange) throws IOException {
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8).replace('"', '\'');
            Matcher poll = NUMBER.matcher(body);
            this.number = poll.lookingAt() ? poll.group(1) : "";
            this.text = "{" + body.substring(poll.end());
            this.query = exchange.getRequestURI().getQuery();
            this.exchange = exchange;
        }

        /** Answers with the members of an answer, beside its number. */
        void answer(String members) throws IOException {
            respond(200, Map.of("Content-Type", "application/json"), "{'poll':" + number + "," + members + "}");
        }

        void respond(int status, Map<String, String> headers, String body) throws IOException {
            byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            headers.forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }

        /** Cuts the link without an answer. */
        void cut() {
            exchange.close();
        }
    }

    ScriptedGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/acp/poll", exchange -> polls.add(new Asked(exchange)));
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/acp");
    }

    /** Waits for the next poll. */
    Asked next() throws InterruptedException {
        Asked next = polls.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("No poll came in 10 s.");
        }
        return next;
    }

    boolean isAsked() {
        return !polls.isEmpty();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
