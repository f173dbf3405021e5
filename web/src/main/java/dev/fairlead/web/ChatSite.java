// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.web;

import dev.fairlead.api.http.HttpEndpoint;
import dev.fairlead.api.spi.Site;

/** Serves the chat page and the browser client. */
public final class ChatSite implements Site {
    /** For {@link java.util.ServiceLoader}. */
    public ChatSite() {}

    @Override
    public HttpEndpoint pages(String endpoint) {
        return SiteFiles.load(endpoint);
    }
}
