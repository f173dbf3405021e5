// SPDX-License-Identifier: Apache-2.0

/** Both ways over one WebSocket. Found by {@link java.util.ServiceLoader}; exports nothing. */
module dev.fairlead.transport.websocket {
    requires static org.jspecify;
    requires dev.fairlead.api;
    requires org.slf4j;

    provides dev.fairlead.api.spi.Transport with
            dev.fairlead.transport.websocket.WebSocketTransport;
}
