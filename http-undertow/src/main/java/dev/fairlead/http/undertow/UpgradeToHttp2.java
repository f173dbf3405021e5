// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.spi.Settings;
import io.undertow.UndertowOptions;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http2.Http2UpgradeHandler;
import java.time.Duration;
import org.xnio.IoUtils;

/**
 * Lets a client move from HTTP/1.1 to HTTP/2 ({@code Upgrade: h2c}, RFC 7540 §3.2).
 *
 * <p>Undertow holds the request's body until the move is made, so only a short one of known length may come along, and not for ever;
 * with any other body the call is answered in HTTP/1.1.
 */
final class UpgradeToHttp2 implements HttpHandler {
    private final HttpHandler handler;
    private final HttpHandler upgrade;
    private final Duration transferTime;

    UpgradeToHttp2(Settings settings, HttpHandler handler) {
        this.handler = handler;
        this.upgrade = new Http2UpgradeHandler(handler);
        this.transferTime = settings.get(HttpSettings.TRANSFER_TIMEOUT);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.isRequestComplete()) {
            upgrade.handleRequest(exchange);
        } else if (exchange.getRequestHeaders().contains("HTTP2-Settings") && hasShortBody(exchange)) {
            Deadline deadline = new Deadline(
                    new IoLoop(exchange.getIoThread()),
                    transferTime,
                    () -> IoUtils.safeClose(exchange.getConnection()));
            deadline.start();
            exchange.addExchangeCompleteListener((ended, next) -> {
                deadline.stop();
                next.proceed();
            });
            upgrade.handleRequest(exchange);
        } else {
            handler.handleRequest(exchange);
        }
    }

    private static boolean hasShortBody(HttpServerExchange exchange) {
        long length = exchange.getRequestContentLength();
        return length > 0 && length < UndertowOptions.DEFAULT_MAX_BUFFERED_REQUEST_SIZE;
    }
}
