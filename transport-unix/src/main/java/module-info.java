// SPDX-License-Identifier: Apache-2.0

/** Messages over Unix-domain sockets. Found by {@link java.util.ServiceLoader}; exports nothing. */
module dev.fairlead.transport.unix {
    requires static org.jspecify;
    requires dev.fairlead.api;
    requires org.slf4j;

    provides dev.fairlead.api.spi.Transport with
            dev.fairlead.transport.unix.UnixTransport;
}
