// SPDX-License-Identifier: Apache-2.0

/**
 * The runtime in an OSGi container: transports, engines and agents come and go as services, and what can be served is served.
 *
 * <p>The only room that sees OSGi. Transports and engines hold no OSGi code: the Service Loader Mediator (OSGi Compendium 133)
 * registers what their jars list in {@code META-INF/services}.
 */
@NullMarked
package dev.fairlead.runtime.osgi;

import org.jspecify.annotations.NullMarked;
