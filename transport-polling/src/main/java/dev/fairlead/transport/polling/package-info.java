// SPDX-License-Identifier: Apache-2.0

/**
 * Both ways by long polling (wire.md 2.3): each poll is a POST whose answer comes when there is something to say. All that it needs is
 * in the bodies, but the token, for networks that eat headers and hold streams.
 *
 * <pre>{@code
 * POST /acp/poll HTTP/1.1
 * Content-Type: application/json
 *
 * {"poll":1,"client":"f2a9…","messages":[{"sequence":1,"message":{"jsonrpc":"2.0","id":1,"method":"initialize",…}}]}
 *
 * HTTP/1.1 200 OK
 * Content-Type: application/json
 * Cache-Control: no-cache, no-store, no-transform
 *
 * {"poll":1,"connectionId":"5c0e…","received":1,"events":[{"sequence":1,"message":{"jsonrpc":"2.0","id":1,"result":{…}}}],"next":1}
 *
 * POST /acp/poll HTTP/1.1
 * Content-Type: application/json
 *
 * {"poll":2,"connectionId":"5c0e…","client":"f2a9…","after":1,"waitMillis":25000}
 *
 * HTTP/1.1 200 OK
 *
 * {"poll":2,"connectionId":"5c0e…","received":1,"events":[],"caughtUp":true,"next":1}
 * }</pre>
 *
 * <p>{@link dev.fairlead.transport.polling.PollingTransport} is found by {@link java.util.ServiceLoader}. Serving, its route reads a {@code
 * PollRequest} from each call and makes a {@code PollWire} of it, whose one answer the {@code PollAnswer} puts together. Dialling, {@code
 * DialledPolls} is a wire made of polls: each {@code PollQuestion} goes out by the {@code PollExchange} and comes back as a {@code PollReply}.
 * What goes up is its {@code Writing}, what comes down its {@code Hearing}.
 */
@NullMarked
package dev.fairlead.transport.polling;

import org.jspecify.annotations.NullMarked;
