// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How to answer a WebSocket handshake.
 *
 * @param headers what the 101 carries beside its own
 * @param subprotocol the one picked from the client's {@code Sec-WebSocket-Protocol}, or null for none
 * @param maxBytes the most bytes of a text message; a larger one closes with 1009 before it is held
 * @param opened is given the peer and returns its listener; called once, after the 101 was sent. If it could not be sent it is called all the
 *     same, and {@code onClosed} follows, so that what was prepared can be given back
 */
public record WebSocketUpgrade(
        Map<String, String> headers,
        @Nullable String subprotocol,
        int maxBytes,
        Function<WebSocketPeer, WebSocketListener> opened) {}
