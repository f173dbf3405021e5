// SPDX-License-Identifier: Apache-2.0

/** Agents as child processes. Found by {@link java.util.ServiceLoader}; exports nothing. */
module dev.fairlead.transport.stdio {
    requires static org.jspecify;
    requires dev.fairlead.api;
    requires org.slf4j;

    provides dev.fairlead.api.spi.Transport with
            dev.fairlead.transport.stdio.StdioTransport;
}
