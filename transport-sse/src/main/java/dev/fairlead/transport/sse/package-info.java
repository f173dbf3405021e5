// SPDX-License-Identifier: Apache-2.0

/**
 * The way down to a client as server-sent events (wire.md 1, 2.1); the way up is a POST, which the runtime answers.
 *
 * <pre>{@code
 * GET /acp HTTP/1.1
 * Accept: text/event-stream
 * Acp-Connection-Id: 5c0e…
 * Acp-Session-Id: s-1
 * Last-Event-ID: 6
 *
 * HTTP/1.1 200 OK
 * Content-Type: text/event-stream
 * Cache-Control: no-cache, no-store, no-transform
 * X-Accel-Buffering: no
 *
 * : fairlead
 * retry: 1000
 *
 * id: 7
 * data: {"jsonrpc":"2.0","method":"session/update","params":{"sessionId":"s-1","update":{…}}}
 *
 * event: caught-up
 * data: {"jsonrpc":"2.0","method":"_fairlead/caught-up","params":{"sequence":7}}
 *
 * :
 *
 * id: 9
 * data: {"jsonrpc":"2.0","id":3,"result":{"stopReason":"end_turn"}}
 *
 * event: end
 * data: {"jsonrpc":"2.0","method":"_fairlead/end","params":{"code":"normal","detail":"Closed on request."}}
 * }</pre>
 *
 * <p>{@link dev.fairlead.transport.sse.SseTransport} is found by {@link java.util.ServiceLoader}; its route makes an {@code SseWire}
 * of each request, and the wire writes what the {@code SseEncoder} makes of events and notices. On the dialling side an
 * {@code SseAttempt} sends the GET, and a {@code DialledStream} hears what the {@code SseDecoder} reads.
 */
@NullMarked
package dev.fairlead.transport.sse;

import org.jspecify.annotations.NullMarked;
