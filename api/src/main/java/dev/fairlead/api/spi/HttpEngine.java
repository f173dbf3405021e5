// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.api.spi;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpEndpoint;
import java.net.InetSocketAddress;
import java.util.List;

/** Serves HTTP/1.1, HTTP/2 and WebSocket; found by {@link java.util.ServiceLoader}. Stateless, as a transport is. */
public interface HttpEngine {
    /** Returns the short name, {@code undertow} for instance. */
    String id();

    /** Returns the settings that it reads; their keys begin with {@code http.}. */
    List<Setting<?>> settings();

    /**
     * Listens. Returns when the port is open.
     *
     * @param listen where; port 0 picks a free one
     * @throws AgentException {@link Code#CONFIGURATION} if the address cannot be had, with what to do; nothing is left then
     */
    RunningEngine start(Settings settings, InetSocketAddress listen, HttpEndpoint endpoint);
}
