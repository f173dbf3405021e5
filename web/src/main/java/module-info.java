// SPDX-License-Identifier: Apache-2.0

/** The chat page and the browser client. Found by {@link java.util.ServiceLoader}; exports nothing. */
module dev.fairlead.web {
    requires static org.jspecify;
    requires dev.fairlead.api;

    provides dev.fairlead.api.spi.Site with
            dev.fairlead.web.ChatSite;
}
