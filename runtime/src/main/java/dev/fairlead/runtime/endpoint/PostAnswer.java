// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.Envelope;
import dev.fairlead.api.Message;
import dev.fairlead.api.MessageLimits;
import dev.fairlead.api.Peer;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.api.spi.Streams;
import dev.fairlead.api.spi.WireListener;
import dev.fairlead.runtime.connection.Connection;
import dev.fairlead.runtime.connection.ConnectionDirectory;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
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
        if (!isJson(call.header("Content-Type"))) {
            Answers.status(call, 415, Map.of("Accept", "application/json"));
            return;
        }
        String connectionId = call.header(Headers.CONNECTION_ID);
        if (connectionId != null) {
            directory.get(connectionId, peer);
        }
        call.body(limits.bytes()).whenComplete((body, failure) -> {
            try {
                if (failure != null) {
                    Answers.failure(call, cause(failure));
                } else {
                    answer(call, peer, connectionId, body);
                }
            } catch (RuntimeException e) {
                Answers.failure(call, e);
            }
        });
    }

    private static boolean isJson(@Nullable String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    private void answer(HttpCall call, Peer peer, @Nullable String connectionId, byte[] body) {
        long sequence = number(call, Headers.SEQUENCE);
        String client = call.header(Headers.CLIENT);
        Message message;
        try {
            message = Message.read(body, limits);
            checkSession(call, message.envelope());
        } catch (AgentException e) {
            if (connectionId != null) {
                directory.get(connectionId, peer).skip(client, sequence);
            }
            throw e;
        }
        if (connectionId == null) {
            if (!message.envelope().isRequest("initialize")) {
                throw new AgentException(
                        Code.CONNECTION_REQUIRED,
                        "The header " + Headers.CONNECTION_ID + " is missing; only initialize goes without it.");
            }
            initialize(call, peer, client, sequence, message);
            return;
        }
        Connection connection = directory.get(connectionId, peer);
        acknowledge(call, connection, client);
        connection.accept(client, sequence, message);
        Answers.status(call, 202, Map.of());
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

    private void initialize(HttpCall call, Peer peer, @Nullable String client, long sequence, Message message) {
        String id = String.valueOf(message.envelope().id());
        Connection connection = directory.reserve(peer, client);
        boolean again = connection.initialized().toCompletableFuture().isDone();
        try {
            if (!again) {
                connection.accept(client, sequence, message);
            }
        } catch (AgentException e) {
            if (client == null || e.code() != Code.PROTOCOL) {
                connection.end(e.reason());
                throw e;
            }
        }
        connection.initialized().whenComplete((response, failure) -> {
            if (failure != null) {
                Answers.failure(call, id, cause(failure));
                return;
            }
            boolean refused = response.message().envelope().kind() == Envelope.Kind.ERROR;
            Map<String, String> headers = refused ? Map.of() : Map.of(Headers.CONNECTION_ID, connection.id());
            Answers.json(call, refused ? 502 : 200, headers, response.message());
            connection.initializeDelivered(client, response);
        });
    }

    private static void acknowledge(HttpCall call, Connection connection, @Nullable String client) {
        long upTo = number(call, Headers.ACKNOWLEDGED);
        if (upTo > 0) {
            String session = call.header(Headers.SESSION_ID);
            connection.acknowledged(client, session == null ? Streams.CONNECTION : Streams.session(session), upTo);
        }
    }

    /** Returns a header's number, or {@link WireListener#UNNUMBERED} if there is none. */
    private static long number(HttpCall call, String name) {
        String text = call.header(name);
        if (text == null) {
            return WireListener.UNNUMBERED;
        }
        try {
            long number = Long.parseLong(text);
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the sentence below says it
        }
        throw new AgentException(Code.INVALID_MESSAGE, "The header " + name + " must be a whole number from 1.");
    }
}
