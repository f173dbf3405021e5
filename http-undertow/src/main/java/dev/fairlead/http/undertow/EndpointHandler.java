// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.http.HttpEndpoint;
import dev.fairlead.api.spi.Settings;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.SameThreadExecutor;
import io.undertow.util.StatusCodes;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands each exchange of Undertow to the endpoint as a call, on the socket's thread. */
final class EndpointHandler implements HttpHandler {
    private static final Logger log = LoggerFactory.getLogger(EndpointHandler.class);

    private final HttpEndpoint endpoint;
    private final CallCount calls;
    private final Duration transferTime;

    EndpointHandler(Settings settings, HttpEndpoint endpoint, CallCount calls) {
        this.endpoint = endpoint;
        this.calls = calls;
        this.transferTime = settings.get(HttpSettings.TRANSFER_TIMEOUT);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        if (calls.isStopping()) {
            exchange.setStatusCode(StatusCodes.SERVICE_UNAVAILABLE);
            exchange.setPersistent(false);
            exchange.endExchange();
            return;
        }
        calls.begin();
        Exchange open = new Exchange(exchange);
        open.over().thenRun(calls::end);
        // Dispatched, the exchange outlives this method.
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> answer(new UndertowCall(open, transferTime, calls)));
    }

    private void answer(UndertowCall call) {
        try {
            endpoint.handle(call);
        } catch (RuntimeException | Error e) {
            log.error(
                    "The endpoint failed on a call; it is answered with 500. method={} path={}",
                    call.method(),
                    call.path(),
                    e);
            call.fail();
        }
    }
}
