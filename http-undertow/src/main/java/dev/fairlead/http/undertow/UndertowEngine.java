// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.http.HttpEndpoint;
import dev.fairlead.api.spi.HttpEngine;
import dev.fairlead.api.spi.RunningEngine;
import dev.fairlead.api.spi.Setting;
import dev.fairlead.api.spi.Settings;
import java.net.InetSocketAddress;
import java.util.List;

/** HTTP/1.1, HTTP/2 (by ALPN, by upgrade and by prior knowledge) and WebSocket on one port, with TLS or without, by Undertow. */
public final class UndertowEngine implements HttpEngine {
    /** What jboss-logging reads, once, when the first class of Undertow is loaded. */
    private static final String LOGGING = "org.jboss.logging.provider";

    @Override
    public String id() {
        return "undertow";
    }

    @Override
    public List<Setting<?>> settings() {
        return HttpSettings.ALL;
    }

    @Override
    public RunningEngine start(Settings settings, InetSocketAddress listen, HttpEndpoint endpoint) {
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "slf4j");
        }
        return UndertowServer.listen(settings, listen, endpoint);
    }
}
