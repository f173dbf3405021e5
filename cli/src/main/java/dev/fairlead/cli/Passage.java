// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.cli;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.http.BodyBeginning;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.http.NoAnswer;
import dev.fairlead.api.http.UnexpectedAnswer;
import dev.fairlead.api.spi.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The way to a gateway, through everything that stands between. */
final class Passage {
    /** How long an answer may take. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final int DEEPEST = 16;

    /**
     * An answer, whole or its first few KiB.
     *
     * @param response the JDK's
     * @param took from the first byte sent to the last one read
     */
    record Answer(HttpResponse<String> response, Duration took) {
        int status() {
            return response.statusCode();
        }

        HttpHeaders headers() {
            return response.headers();
        }

        /** Returns the body as an object, or null if it is none. */
        @Nullable JsonObject json() {
            try {
                return JsonObject.read(response.body().getBytes(StandardCharsets.UTF_8), DEEPEST);
            } catch (AgentException none) {
                return null;
            }
        }

        /** Returns a sentence about an answer that should have been another. */
        AgentException unexpected(String attempt) {
            return new UnexpectedAnswer(status(), headers(), response.body()).as(attempt);
        }
    }

    private final URI uri;
    private final HttpAccess http;
    private final Settings settings;
    private final String visit =
            Long.toString(System.nanoTime(), Character.MAX_RADIX).replace("-", "");
    private final AtomicInteger names = new AtomicInteger();

    /**
     * Creates a passage to an endpoint.
     *
     * @param uri the endpoint's, without a slash at its end
     */
    Passage(URI uri, HttpAccess http, Settings settings) {
        this.uri = uri;
        this.http = http;
        this.settings = settings;
    }

    URI uri() {
        return uri;
    }

    HttpAccess http() {
        return http;
    }

    Settings settings() {
        return settings;
    }

    HttpClient client() {
        return http.client();
    }

    /** Returns the address of something below the endpoint. */
    URI below(String path) {
        return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath() + path);
    }

    /** Begins a request for something below the endpoint. */
    HttpRequest.Builder request(String path) {
        return http.request(below(path));
    }

    /** Returns a name that no other probe has. */
    String name() {
        return "doctor-" + visit + "-" + names.incrementAndGet();
    }

    /** Sends a POST of JSON and waits for the answer. */
    Answer post(String attempt, String path, byte[] body) {
        return send(
                attempt,
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build());
    }

    /**
     * Sends a request and waits for the answer.
     *
     * @param attempt what is tried, as the beginning of a sentence
     * @throws AgentException if there was none in time, with why
     */
    Answer send(String attempt, HttpRequest request) {
        long begun = System.nanoTime();
        CompletableFuture<HttpResponse<String>> exchange = client().sendAsync(request, info -> new BodyBeginning());
        try {
            HttpResponse<String> response = exchange.copy()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return new Answer(response, Duration.ofNanos(System.nanoTime() - begun));
        } catch (CompletionException e) {
            exchange.cancel(true);
            throw NoAnswer.as(attempt, e);
        }
    }
}
