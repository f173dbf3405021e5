// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpServerConnection;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.channels.StreamSinkChannel;

/** An exchange of Undertow with its thread, the channel of its answer, and its end. Used by that thread alone, but for the end. */
final class Exchange {
    private static final Logger log = LoggerFactory.getLogger(Exchange.class);

    private final HttpServerExchange undertow;
    private final IoLoop loop;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletionStage<Void> over = ended.minimalCompletionStage();
    private @Nullable StreamSinkChannel response;

    Exchange(HttpServerExchange undertow) {
        this.undertow = undertow;
        this.loop = new IoLoop(undertow.getIoThread());
        undertow.addExchangeCompleteListener((completed, next) -> {
            ended.complete(null);
            next.proceed();
        });
    }

    HttpServerExchange undertow() {
        return undertow;
    }

    IoLoop loop() {
        return loop;
    }

    /** Returns whether it is over. Any thread. */
    boolean isOver() {
        return ended.isDone();
    }

    /** Returns a stage that completes when request and answer are over, well or badly. Any thread. */
    CompletionStage<Void> over() {
        return over;
    }

    /** Returns the channel of the answer. Status and headers must be set before the first call. */
    StreamSinkChannel response() {
        if (response == null) {
            response = undertow.getResponseChannel();
        }
        return response;
    }

    /** Forgets the headers of the request: the answer may go on for hours, and a browser's take kilobytes. The answer must have begun. */
    void forgetRequest() {
        undertow.getRequestHeaders().clear();
    }

    /** Ends it well. */
    void end() {
        undertow.endExchange();
    }

    /**
     * Ends it so that the peer sees that it is not whole: resets the connection, or in HTTP/2 the stream alone. What the peer has not
     * read is lost.
     */
    void cut() {
        if (isOver()) {
            return;
        }
        if (undertow.getConnection() instanceof HttpServerConnection connection) {
            try {
                connection.setOption(Options.CLOSE_ABORT, true);
            } catch (IOException e) {
                log.debug("A connection was gone before it was cut.", e);
            }
            IoUtils.safeClose(connection);
        } else {
            IoUtils.safeClose(response());
            end();
        }
    }
}
