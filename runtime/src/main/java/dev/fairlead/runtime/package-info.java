// SPDX-License-Identifier: Apache-2.0

/**
 * The gateway: composes an engine, transports and an agent.
 *
 * <pre>{@code
 * Gateway gateway = Gateway.serving(agent).start();
 * System.out.println(gateway.address());
 * }</pre>
 */
@NullMarked
package dev.fairlead.runtime;

import org.jspecify.annotations.NullMarked;
