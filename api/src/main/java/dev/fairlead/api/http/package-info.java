// SPDX-License-Identifier: Apache-2.0

/**
 * HTTP as Fairlead needs it, neutral of any engine: an {@link dev.fairlead.api.spi.HttpEngine} listens and hands each
 * {@link dev.fairlead.api.http.HttpCall} to an {@link dev.fairlead.api.http.HttpEndpoint}, which answers at once, with an
 * {@link dev.fairlead.api.http.HttpStream}, or by an upgrade to a {@link dev.fairlead.api.http.WebSocketPeer}.
 */
@NullMarked
package dev.fairlead.api.http;

import org.jspecify.annotations.NullMarked;
