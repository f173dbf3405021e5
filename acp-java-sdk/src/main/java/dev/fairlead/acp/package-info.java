// SPDX-License-Identifier: Apache-2.0

/**
 * The official Java SDK of ACP over Fairlead.
 *
 * <p>An agent that is written with the SDK is served over every transport, a connection at a time:
 *
 * <pre>{@code
 * Gateway.serving(SdkAgent.of(transport -> AcpAgent.sync(transport)
 *                 .newSessionHandler(request -> …)
 *                 .promptHandler((request, context) -> …)
 *                 .build()
 *                 .async()))
 *         .start();
 * }</pre>
 *
 * <p>A client of the SDK dials by a connector, and so finds its way through any network:
 *
 * <pre>{@code
 * AcpClient.sync(new SdkClientTransport(Connector.to(uri).build())).build();
 * }</pre>
 */
@NullMarked
package dev.fairlead.acp;

import org.jspecify.annotations.NullMarked;
