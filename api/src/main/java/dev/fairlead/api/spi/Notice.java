// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.CloseReason;
import dev.fairlead.api.JsonObject;
import dev.fairlead.api.JsonText;
import dev.fairlead.api.MessageLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the runtime tells a client about the connection, in order with its events but outside the journal.
 *
 * <p>Each medium has its own form for a notice, or none. Where a notice travels as text it is the JSON-RPC notification of
 * {@link #json}, on all media the same (wire.md 2.4, ADR 6): a plain client that takes it for a message ignores it.
 */
public sealed interface Notice {
    /** Returns the name after {@code _fairlead/}; also the name of the SSE event. */
    String name();

    /** Returns the {@code params} as JSON text, one line. */
    String params();

    /** Returns the notice as a JSON-RPC notification, one line. */
    default String json() {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"_fairlead/" + name() + "\",\"params\":" + params() + "}";
    }

    /**
     * Reads the {@code params} of a notice that came; returns null for one that is not known, which is to be ignored.
     *
     * @param name what stands after {@code _fairlead/}
     * @throws AgentException {@link Code#INVALID_MESSAGE} if a member is missing or unusable
     */
    static @Nullable Notice read(String name, JsonObject params) {
        return new NoticeReader(params).read(name);
    }

    /**
     * The wire is attached to a connection.
     *
     * @param connectionId the secret id of the connection
     * @param received the highest upward sequence accepted without a hole: what follows has to be sent again
     * @param heartbeat how long the gateway lets a wire be silent
     * @param limits how large a message may be
     */
    record Attached(String connectionId, long received, Duration heartbeat, MessageLimits limits) implements Notice {
        @Override
        public String name() {
            return "attached";
        }

        @Override
        public String params() {
            return "{\"connectionId\":" + JsonText.quote(connectionId)
                    + ",\"received\":" + received
                    + ",\"heartbeatMillis\":" + heartbeat.toMillis()
                    + ",\"limits\":" + limits.json() + "}";
        }
    }

    /** Nothing new; the link lives. */
    record Heartbeat() implements Notice {
        @Override
        public String name() {
            return "heartbeat";
        }

        @Override
        public String params() {
            return "{}";
        }
    }

    /**
     * The journal no longer holds a range that the client asked for.
     *
     * @param from the first sequence that is missing
     * @param to the last sequence that is missing
     * @param reason one sentence
     */
    record Gap(long from, long to, String reason) implements Notice {
        @Override
        public String name() {
            return "gap";
        }

        @Override
        public String params() {
            return "{\"from\":" + from + ",\"to\":" + to + ",\"reason\":" + JsonText.quote(reason) + "}";
        }
    }

    /**
     * Replay has reached what is live.
     *
     * @param sequence the last sequence that was replayed
     */
    record CaughtUp(long sequence) implements Notice {
        @Override
        public String name() {
            return "caught-up";
        }

        @Override
        public String params() {
            return "{\"sequence\":" + sequence + "}";
        }
    }

    /**
     * Everything that the client sent up to a sequence is accepted.
     *
     * @param sequence the highest upward sequence accepted without a hole
     */
    record Acknowledged(long sequence) implements Notice {
        @Override
        public String name() {
            return "ack";
        }

        @Override
        public String params() {
            return "{\"sequence\":" + sequence + "}";
        }
    }

    /**
     * Another client has answered a request of the agent.
     *
     * @param id the JSON text of the request's id
     */
    record Resolved(String id) implements Notice {
        @Override
        public String name() {
            return "resolved";
        }

        @Override
        public String params() {
            return "{\"id\":" + id + "}";
        }
    }

    /**
     * The last word on a wire that ends on purpose.
     *
     * @param reason why
     */
    record End(CloseReason reason) implements Notice {
        @Override
        public String name() {
            return "end";
        }

        @Override
        public String params() {
            return "{\"code\":\"" + reason.code().text() + "\",\"detail\":" + JsonText.quote(reason.detail()) + "}";
        }
    }
}
