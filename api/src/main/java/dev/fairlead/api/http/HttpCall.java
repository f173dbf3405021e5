// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request and the place for its answer.
 *
 * <p>Exactly one of {@link #respond}, {@link #stream} and {@link #upgrade} is called, once. Not thread-safe; may be handed from
 * thread to thread. No method blocks [1.3].
 */
public interface HttpCall {
    /** Returns the method, in the case it was sent. */
    String method();

    /** Returns the decoded path, without the query. */
    String path();

    /** Returns the raw query, empty if there is none. */
    String query();

    /** Returns the first value of a header, whose name has any case, or null. */
    @Nullable String header(String name);

    /** Returns all values of a header in their order. */
    List<String> headers(String name);

    /** Returns where the call came from, as the socket knows it. */
    InetSocketAddress remote();

    /** Returns whether the call came over TLS, as the socket knows it: what was so up to a proxy is not known here. */
    boolean isSecure();

    /** Returns whether this is a well-formed WebSocket handshake (RFC 6455 §4.2.1), so that {@link #upgrade} may be called. */
    boolean isWebSocket();

    /**
     * Reads the body. May be called once.
     *
     * @param limit the most bytes
     * @return completes with the bytes, which are the caller's; fails with {@link Code#TOO_LARGE} once the limit is passed, without
     *     holding more, or with {@link Code#LINK_LOST} if the peer went away. After a failure by size the call can still be answered
     */
    CompletionStage<byte[]> body(int limit);

    /**
     * Answers at once. Adds {@code Content-Length}.
     *
     * @param headers in the given spelling; empty values are sent too
     * @param body empty for none; given away [4.1]
     */
    void respond(int status, Map<String, String> headers, byte[] body);

    /** Begins an answer whose body comes bit by bit. Headers are sent with the first write; those of the request are forgotten then. */
    HttpStream stream(int status, Map<String, String> headers);

    /**
     * Answers a WebSocket handshake with 101.
     *
     * @throws AgentException {@link Code#PROTOCOL} unless {@link #isWebSocket}
     */
    void upgrade(WebSocketUpgrade upgrade);
}
