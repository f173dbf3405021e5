// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import dev.fairlead.api.Message;
import dev.fairlead.api.http.HttpAccess;
import dev.fairlead.api.http.UnexpectedAnswer;
import dev.fairlead.api.spi.Event;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Makes and sends the POSTs of one connection (wire.md 1, 2.2). Thread-safe. */
final class Posts {
    /** How long the agent may take to start and to answer {@code initialize}. */
    private static final Duration INITIALIZE_TIME = Duration.ofSeconds(90);

    private static final Duration ANSWER_TIME = Duration.ofSeconds(30);
    private static final int SLOWEST_BYTES_A_SECOND = 16 << 10;
    private static final byte[] NOTHING = {};

    private final HttpAccess http;
    private final URI uri;
    private final @Nullable String client;
    private volatile @Nullable String connectionId;
    private volatile @Nullable String version;

    Posts(HttpAccess http, URI uri, @Nullable String client) {
        this.http = http;
        this.uri = uri;
        this.client = client;
    }

    /** The connection has an id. */
    void name(String id) {
        connectionId = id;
    }

    /** The two sides have agreed on a version of the protocol. */
    void speak(long protocolVersion) {
        version = Long.toString(protocolVersion);
    }

    /** Sends the message that begins a connection. */
    CompletableFuture<HttpResponse<byte[]>> initialize(Event event) {
        return send(message(event).timeout(INITIALIZE_TIME).build());
    }

    /**
     * Sends a message.
     *
     * @param inTime whether the server answers at once, as a Fairlead does; others were seen to hold the answer for a whole turn
     */
    CompletableFuture<HttpResponse<byte[]>> send(Event event, boolean inTime) {
        HttpRequest.Builder request = message(event);
        if (inTime) {
            request.timeout(ANSWER_TIME.plusSeconds(event.message().size() / SLOWEST_BYTES_A_SECOND));
        }
        return send(request.build());
    }

    /** Tells the gateway up to where its messages have come, on all streams. */
    CompletableFuture<HttpResponse<byte[]>> acknowledge(long upTo) {
        return send(request()
                .header("Fairlead-Ack", Long.toString(upTo))
                .header("Fairlead-Stream", "all")
                .timeout(ANSWER_TIME)
                .POST(HttpRequest.BodyPublishers.ofByteArray(NOTHING))
                .build());
    }

    /** Tells the gateway that no message with that number will come. */
    CompletableFuture<HttpResponse<byte[]>> skip(long sequence) {
        return send(request()
                .header("Fairlead-Sequence", Long.toString(sequence))
                .timeout(ANSWER_TIME)
                .POST(HttpRequest.BodyPublishers.ofByteArray(NOTHING))
                .build());
    }

    private CompletableFuture<HttpResponse<byte[]>> send(HttpRequest request) {
        return http.client().sendAsync(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest.Builder message(Event event) {
        Message message = event.message();
        byte[] body = new byte[message.size()];
        message.utf8().get(body);
        HttpRequest.Builder request = request()
                .header("Content-Type", "application/json")
                .header("Fairlead-Sequence", Long.toString(event.sequence()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (event.sessionId() != null) {
            request.header("Acp-Session-Id", event.sessionId());
        }
        return request;
    }

    private HttpRequest.Builder request() {
        HttpRequest.Builder request = http.request(uri).header("Accept", "application/json");
        String id = connectionId;
        String spoken = version;
        if (id != null) {
            request.header("Acp-Connection-Id", id);
        }
        if (client != null) {
            request.header("Fairlead-Client", client);
        }
        if (spoken != null) {
            request.header("Acp-Protocol-Version", spoken);
        }
        return request;
    }

    /** Returns what came in place of an acceptance. */
    static UnexpectedAnswer unexpected(HttpResponse<byte[]> answer) {
        byte[] body = answer.body();
        return new UnexpectedAnswer(
                answer.statusCode(),
                answer.headers(),
                new String(body, 0, Math.min(body.length, 4 << 10), StandardCharsets.UTF_8));
    }

    /** Returns up to which number the gateway says that messages have come, or 0 if it does not. */
    static long received(HttpResponse<byte[]> answer) {
        return answer.headers()
                .firstValue("Fairlead-Received")
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .orElse(0L);
    }

    static boolean isAccepted(HttpResponse<byte[]> answer) {
        return answer.statusCode() / 100 == 2;
    }
}
