// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import dev.fairlead.api.AgentException;
import dev.fairlead.api.Code;
import dev.fairlead.api.http.HttpStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** An answer that comes bit by bit. What is not final belongs to the socket's thread. */
final class UndertowStream implements HttpStream {
    private final Exchange exchange;
    private final Deadline patience;
    private final AtomicBoolean ending = new AtomicBoolean();
    private @Nullable Runnable opening;
    private @Nullable ResponseBody body;
    private @Nullable CompletableFuture<Void> underWay;

    /**
     * Creates a stream.
     *
     * @param opening sets status and headers, and what else there is to do before the first write
     * @param endTime how long a peer may take over the last bytes
     */
    UndertowStream(Exchange exchange, Runnable opening, Duration endTime) {
        this.exchange = exchange;
        this.opening = opening;
        this.patience = new Deadline(exchange.loop(), endTime, () -> body().written(), exchange::cut);
        exchange.over().thenRun(() -> exchange.loop().run(this::over));
    }

    /** Begins, unless a quick first write was faster. */
    void begin() {
        exchange.loop().run(this::isOpen);
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
        CompletableFuture<Void> taken = new CompletableFuture<>();
        exchange.loop().run(() -> write(bytes, taken), () -> taken.completeExceptionally(lost()));
        return taken;
    }

    @Override
    public void end() {
        if (ending.compareAndSet(false, true)) {
            exchange.loop().run(this::finish);
        }
    }

    @Override
    public void abort() {
        if (ending.compareAndSet(false, true)) {
            exchange.loop().run(() -> {
                if (isOpen()) {
                    exchange.cut();
                }
            });
        }
    }

    @Override
    public CompletionStage<Void> closed() {
        return exchange.over();
    }

    /** Returns whether there is anybody to write to; begins, if that has not been done. */
    private boolean isOpen() {
        Runnable first = opening;
        if (first != null && !exchange.isOver()) {
            opening = null;
            first.run();
        }
        return !exchange.isOver();
    }

    private void write(ByteBuffer bytes, CompletableFuture<Void> taken) {
        if (!isOpen()) {
            taken.completeExceptionally(lost());
            return;
        }
        underWay = taken;
        body().write(bytes).thenRun(() -> {
            underWay = null;
            taken.complete(null);
        });
    }

    /** Ends behind the write under way; a peer that does not take it in time is cut. */
    private void finish() {
        if (!isOpen()) {
            return;
        }
        patience.start();
        CompletionStage<Void> before = underWay == null ? CompletableFuture.completedFuture(null) : underWay;
        before.thenCompose(nothing -> body().finish()).thenRun(exchange::end);
    }

    private ResponseBody body() {
        if (body == null) {
            body = new ResponseBody(exchange);
            exchange.forgetRequest();
        }
        return body;
    }

    private void over() {
        patience.stop();
        if (underWay != null) {
            underWay.completeExceptionally(lost());
        }
    }

    private static AgentException lost() {
        return new AgentException(Code.LINK_LOST, "The client is gone.");
    }
}
