// SPDX-License-Identifier: Apache-2.0

/**
 * What a transport sees.
 *
 * <p>A transport owns bytes: it turns {@link dev.fairlead.api.spi.Event}s into bytes on its medium, and bytes into calls of a
 * {@link dev.fairlead.api.spi.WireListener}. It never queues, retries, routes, replays, times out or looks inside a message; all of
 * that the runtime does once for all.
 *
 * <p>The life of a wire on the serving side:
 *
 * <ol>
 *   <li>bytes arrive that ask for a connection; the transport makes an {@link dev.fairlead.api.spi.AttachRequest} of them;
 *   <li>{@link dev.fairlead.api.spi.ServeContext#attach} checks it and answers with an {@link dev.fairlead.api.spi.Attachment},
 *       which knows the connection's id, or throws what the peer is to be told;
 *   <li>the transport opens its medium (headers, a 101) and makes the {@link dev.fairlead.api.spi.Wire};
 *   <li>{@link dev.fairlead.api.spi.Attachment#start} takes the wire and returns its listener; from here on both flow;
 *   <li>whoever ends it, {@link dev.fairlead.api.spi.WireListener#onClosed} is the last call.
 * </ol>
 *
 * <p>The dialling side is the mirror: {@link dev.fairlead.api.spi.Transport#dial} is given the listener and answers with the wire.
 */
@NullMarked
package dev.fairlead.api.spi;

import org.jspecify.annotations.NullMarked;
