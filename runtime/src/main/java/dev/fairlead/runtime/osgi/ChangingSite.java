// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.runtime.osgi;

import dev.fairlead.api.http.HttpEndpoint;
import dev.fairlead.api.spi.Site;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/** The first site that is there, so that pages come and go while the gateway serves. Thread-safe. */
final class ChangingSite implements Site {
    private static final byte[] NOTHING = {};

    private final Set<Site> sites = new CopyOnWriteArraySet<>();
    private final Map<Site, HttpEndpoint> pages = new ConcurrentHashMap<>();

    void add(Site site) {
        sites.add(site);
    }

    void remove(Site site) {
        sites.remove(site);
        pages.remove(site);
    }

    @Override
    public HttpEndpoint pages(String endpoint) {
        return call -> {
            for (Site site : sites) {
                pages.computeIfAbsent(site, first -> first.pages(endpoint)).handle(call);
                return;
            }
            call.respond(404, Map.of(), NOTHING);
        };
    }
}
