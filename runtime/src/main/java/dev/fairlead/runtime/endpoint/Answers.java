// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.endpoint;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.Code;
import dev.fairlead.api.Message;
import dev.fairlead.api.http.HttpCall;
import dev.fairlead.runtime.connection.JsonRpc;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the endpoint answers: statuses by code, bodies as JSON-RPC errors (wire.md 1). */
final class Answers {
    private static final Logger log = LoggerFactory.getLogger(Answers.class);
    private static final byte[] NOTHING = {};
    private static final int RETRY_SECONDS = 5;

    private Answers() {}

    /** Answers with a status and nothing else. */
    static void status(HttpCall call, int status, Map<String, String> headers) {
        call.respond(status, headers, NOTHING);
    }

    /** Answers with a message as JSON. */
    static void json(HttpCall call, int status, Map<String, String> headers, Message message) {
        Map<String, String> all = new HashMap<>(headers);
        all.put("Content-Type", "application/json");
        all.put("Cache-Control", "no-store");
        byte[] body = new byte[message.size()];
        message.utf8().get(body);
        call.respond(status, all, body);
    }

    /** Answers with what went wrong; what the peer need not know goes to the log. */
    static void failure(HttpCall call, Throwable failure) {
        AgentException refusal;
        if (failure instanceof AgentException known) {
            refusal = known;
        } else {
            log.error("A call failed. method={} path={}", call.method(), call.path(), failure);
            refusal = new AgentException(Code.INTERNAL, "The gateway failed; its log has the cause.");
        }
        json(call, status(refusal.code()), headers(refusal.code()), JsonRpc.error(refusal));
    }

    /** Answers {@code initialize}, {@code id} being the JSON text of its id, with why there is no agent. */
    static void noAgent(HttpCall call, String id, Throwable failure) {
        CloseReason why = failure instanceof AgentException known
                ? known.reason()
                : new CloseReason(Code.AGENT_UNAVAILABLE, "The agent could not be started.");
        Message error = JsonRpc.error(id, why);
        if (status(why.code()) == 503) {
            json(call, 503, headers(why.code()), error);
        } else {
            json(call, 502, Map.of(), error);
        }
    }

    private static Map<String, String> headers(Code code) {
        return switch (code) {
            case LIMIT_REACHED, SHUTDOWN -> Map.of("Retry-After", String.valueOf(RETRY_SECONDS));
            case UNAUTHORIZED -> Map.of("WWW-Authenticate", "Bearer");
            default -> Map.of();
        };
    }

    static int status(Code code) {
        return switch (code) {
            case CONNECTION_REQUIRED, SESSION_MISMATCH, MALFORMED_JSON, INVALID_MESSAGE, PROTOCOL -> 400;
            case UNAUTHORIZED -> 401;
            case FORBIDDEN -> 403;
            case CONNECTION_UNKNOWN, SESSION_UNKNOWN -> 404;
            case TOO_LARGE -> 413;
            case BATCH, UNSUPPORTED -> 501;
            case AGENT_UNAVAILABLE, AGENT_EXITED -> 502;
            case LIMIT_REACHED, SHUTDOWN -> 503;
            default -> 500;
        };
    }
}
