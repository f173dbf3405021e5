// SPDX-License-Identifier: Apache-2.0

/**
 * Both ways over one WebSocket (wire.md 1, 2.4), in two profiles.
 *
 * <p>The plain one is the RFD's. The socket is the connection; each text frame is one message:
 *
 * <pre>{@code
 * GET /acp HTTP/1.1
 * Upgrade: websocket                             HTTP/1.1 101 Switching Protocols
 *                                                Acp-Connection-Id: 5c0e…
 *
 * > {"jsonrpc":"2.0","id":0,"method":"initialize","params":{…}}
 *                                                < {"jsonrpc":"2.0","id":0,"result":{…}}
 * }</pre>
 *
 * <p>A client that offers the subprotocol {@code fairlead.v1} gets the resumable one. A message has its sequence in front; a frame
 * that begins with a brace is control:
 *
 * <pre>{@code
 * > {"jsonrpc":"2.0","method":"_fairlead/attach","params":{"connectionId":"5c0e…","after":41}}
 *           < {"jsonrpc":"2.0","method":"_fairlead/attached","params":{"connectionId":"5c0e…","received":7,…}}
 *           < 42 {"jsonrpc":"2.0","method":"session/update","params":{…}}
 * > 8 {"jsonrpc":"2.0","id":5,"method":"session/prompt","params":{…}}
 * > {"jsonrpc":"2.0","method":"_fairlead/ack","params":{"sequence":42}}
 *           < {"jsonrpc":"2.0","method":"_fairlead/end","params":{"code":"shutdown","detail":"…"}}
 * }</pre>
 *
 * <p>{@link dev.fairlead.transport.websocket.WebSocketTransport} is found by {@link java.util.ServiceLoader}; its route answers a
 * handshake with a {@code PlainListener} or a {@code ResumableListener} for the way up and a {@code WebSocketWire} for the way down.
 * On the dialling side a {@code WebSocketAttempt} opens a {@code DialledWire} on a {@code JdkSocket}.
 */
@NullMarked
package dev.fairlead.transport.websocket;

import org.jspecify.annotations.NullMarked;
