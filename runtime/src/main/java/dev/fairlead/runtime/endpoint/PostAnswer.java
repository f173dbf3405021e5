// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.connection.Connection;
import dev.fairlead.runtime.connection.ConnectionDirectory;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers POST: one message of the client (wire.md 1 and 2.2). */
final class PostAnswer {
    private final ConnectionDirectory directory;
    private final MessageLimits limits;
    private final boolean lenient;

    PostAnswer(ConnectionDirectory directory, MessageLimits limits, boolean lenient) {
        this.directory = directory;
        this.limits = limits;
        this.lenient = lenient;
    }

    void answer(HttpCall call, Peer peer) {
        if (isEmpty(call)) {
            Connection connection = directory.get(Headers.connection(call), peer);
            acknowledge(call, connection, Headers.client(call));
            skip(connection, Headers.client(call), Headers.number(call, Headers.SEQUENCE));
            Answers.status(call, 202, Map.of());
            return;
        }
        if (!isJson(call.header("Content-Type"))) {
            Answers.status(call, 415, Map.of("Accept", "application/json"));
            return;
        }
        String connectionId = call.header(Headers.CONNECTION_ID);
        Connection connection = connectionId == null ? null : directory.get(connectionId, peer);
        String client = Headers.client(call);
        long sequence = Headers.number(call, Headers.SEQUENCE);
        CompletionStage<byte[]> reading = call.body(limits.bytes());
        reading.whenComplete((body, failure) -> {
            try {
                if (connection == null) {
                    open(call, peer, client, sequence, read(body, failure));
                } else {
                    take(call, connection, client, sequence, body, failure);
                }
            } catch (RuntimeException e) {
                if (!(e instanceof AgentException gone && gone.code() == Code.LINK_LOST)) {
                    Answers.failure(call, e);
                }
            }
        });
    }

    /** Returns whether the call brings no message: it acknowledges, or says that a number will not be used (wire.md 2.1, 2.2). */
    private static boolean isEmpty(HttpCall call) {
        return "0".equals(call.header("Content-Length"))
                && (call.header(Headers.ACKNOWLEDGED) != null || call.header(Headers.SEQUENCE) != null);
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private Message read(byte @Nullable [] body, @Nullable Throwable failure) {
        if (body != null) {
            return Message.read(body, limits);
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        throw cause instanceof AgentException refusal
                ? refusal
                : new AgentException(Code.INTERNAL, "The body could not be read.", cause);
    }

    /** Takes a message of a connection. One that is refused for good uses its number up, so that the next is not held for it. */
    private void take(
            HttpCall call,
            Connection connection,
            @Nullable String client,
            long sequence,
            byte @Nullable [] body,
            @Nullable Throwable failure) {
        try {
            Message message = read(body, failure);
            checkSession(call, message.envelope());
            acknowledge(call, connection, client);
            connection.accept(client, sequence, message);
        } catch (AgentException e) {
            if (isForGood(e.code())) {
                skip(connection, client, sequence);
            }
            throw e;
        }
        Answers.status(call, 202, Map.of());
    }

    /** Counts a number as used. One that is too far ahead for that must come again, whatever is wrong with its message. */
    private static void skip(Connection connection, @Nullable String client, long sequence) {
        if (!connection.skip(client, sequence)) {
            throw new AgentException(
                    Code.LIMIT_REACHED,
                    "Message " + sequence + " is too far ahead of the others. Send the missing ones first.");
        }
    }

    private static boolean isForGood(Code code) {
        return switch (code) {
            case LIMIT_REACHED, LINK_LOST, CONNECTION_UNKNOWN -> false;
            default -> true;
        };
    }

    private void checkSession(HttpCall call, Envelope envelope) {
        String session = envelope.sessionId();
        if (envelope.isResponse() || session == null) {
            return;
        }
        String header = call.header(Headers.SESSION_ID);
        if (header == null && !lenient) {
            throw new AgentException(
                    Code.SESSION_MISMATCH,
                    "The message belongs to a session, so the header " + Headers.SESSION_ID + " must name it.");
        }
        if (header != null && !header.equals(session)) {
            throw new AgentException(
                    Code.SESSION_MISMATCH,
                    "The header " + Headers.SESSION_ID + " names another session than params.sessionId.");
        }
    }

    private static void acknowledge(HttpCall call, Connection connection, @Nullable String client) {
        long upTo = Headers.number(call, Headers.ACKNOWLEDGED);
        if (upTo > 0) {
            connection.acknowledged(client, Headers.streams(call), upTo);
        }
    }

    /** Takes a message without a connection, which begins one. */
    private void open(HttpCall call, Peer peer, @Nullable String client, long sequence, Message message) {
        if (!message.envelope().isRequest("initialize")) {
            throw new AgentException(
                    Code.CONNECTION_REQUIRED,
                    "The header " + Headers.CONNECTION_ID + " is missing; only initialize goes without it.");
        }
        if (sequence > 1) {
            throw new AgentException(
                    Code.INVALID_MESSAGE,
                    "The header " + Headers.SEQUENCE + " of initialize must be 1: it is the first.");
        }
        Connection connection = directory.reserve(peer, client);
        if (!connection.initialized().toCompletableFuture().isDone()) {
            begin(connection, client, sequence, message);
        }
        String id = String.valueOf(message.envelope().id());
        connection.initialized().whenComplete((response, failure) -> {
            if (failure != null) {
                Answers.noAgent(call, id, failure);
                return;
            }
            boolean refused = response.message().envelope().kind() == Envelope.Kind.ERROR;
            connection.initializeDelivered(client, response); // before the client can ask for its streams
            Answers.json(
                    call,
                    refused ? 502 : 200,
                    refused ? Map.of() : begun(connection, client, sequence),
                    response.message());
        });
    }

    /** Names the connection; a client that named itself and its message learns that both have come through (wire.md 2.2). */
    private static Map<String, String> begun(Connection connection, @Nullable String client, long sequence) {
        return client == null || sequence == WireListener.UNNUMBERED
                ? Map.of(Headers.CONNECTION_ID, connection.id())
                : Map.of(Headers.CONNECTION_ID, connection.id(), Headers.RECEIVED, Long.toString(sequence));
    }

    /** Hands {@code initialize} over; a repeated one of the same client waits for the answer to the first (wire.md 2.2). */
    private static void begin(Connection connection, @Nullable String client, long sequence, Message message) {
        try {
            connection.accept(client, sequence, message);
        } catch (AgentException e) {
            if (client == null || e.code() != Code.PROTOCOL) {
                connection.end(e.reason());
            }
        }
    }
}
