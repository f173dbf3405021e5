// SPDX-License-Identifier: Apache-2.0

/** Both ways by long polling. Found by {@link java.util.ServiceLoader}; exports nothing. */
module dev.fairlead.transport.polling {
    requires static org.jspecify;
    requires dev.fairlead.api;
    requires org.slf4j;

    provides dev.fairlead.api.spi.Transport with
            dev.fairlead.transport.polling.PollingTransport;
}
