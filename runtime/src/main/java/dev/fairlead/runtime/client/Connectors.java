// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.client;

import java.net.URI;

/** Makes connectors that know the transports and settings of their surroundings; an OSGi service of the runtime. Thread-safe. */
@FunctionalInterface
public interface Connectors {
    /** Begins to describe a connector to that address, through the transports that are there now. */
    Connector.Builder to(URI uri);
}
