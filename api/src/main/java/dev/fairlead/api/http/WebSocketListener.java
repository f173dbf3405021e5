// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.http;

import java.util.concurrent.CompletionStage;

/** Hears one WebSocket, from one thread at a time. Binary messages are ignored by the engine. */
public interface WebSocketListener {
    /**
     * Takes a text message.
     *
     * @param utf8 its bytes, given away [4.1]; valid UTF-8, since anything else closes with 1007
     * @return completes when the next may come; until then the engine reads no more from the socket [5.1]
     */
    CompletionStage<Void> onText(byte[] utf8);

    /** Learns that a ping or pong came. */
    void onAlive();

    /**
     * Learns that the socket is gone: exactly once, as the last call.
     *
     * @param code the peer's close code, 1005 if its close frame had none, 1006 if there was no close frame; the engine's own if it
     *     closed because of a fault: 1002, 1007, 1009 or 1011
     */
    void onClosed(int code, String reason);
}
