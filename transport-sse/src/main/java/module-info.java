// SPDX-License-Identifier: Apache-2.0

/** The way down to a client as server-sent events. Found by {@link java.util.ServiceLoader}; exports nothing. */
module dev.fairlead.transport.sse {
    requires static org.jspecify;
    requires dev.fairlead.api;
    requires org.slf4j;

    provides dev.fairlead.api.spi.Transport with
            dev.fairlead.transport.sse.SseTransport;
}
