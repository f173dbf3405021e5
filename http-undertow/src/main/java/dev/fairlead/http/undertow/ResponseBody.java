// SPDX-License-Identifier: Apache-2.0
package dev.fairlead.http.undertow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.xnio.channels.StreamSinkChannel;

/**
 * What an answer consists of: one piece at a time, each flushed to the socket before the next.
 *
 * <p>Used by the socket's thread alone. It holds no bytes but the piece under way.
 */
final class ResponseBody {
    /** The size of a part of a piece: the JDK keeps a direct buffer as large as the largest heap buffer that it ever wrote. */
    private static final int PART_BYTES = 64 * 1024;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Exchange exchange;
    private final StreamSinkChannel channel;
    private ByteBuffer piece = NOTHING;
    private long written;
    private @Nullable CompletableFuture<Void> underWay;

    /** Opens the body. Status and headers must be set. */
    ResponseBody(Exchange exchange) {
        this.exchange = exchange;
        this.channel = exchange.response();
        channel.getWriteSetter().set(written -> proceed());
    }

    /** Writes a piece. Completes when the socket has taken it; never, if the peer is gone: then the exchange is over. */
    CompletionStage<Void> write(ByteBuffer bytes) {
        piece = bytes;
        CompletableFuture<Void> taken = new CompletableFuture<>();
        underWay = taken;
        proceed();
        return taken;
    }

    /** Ends the body. Completes as {@link #write} does. */
    CompletionStage<Void> finish() {
        try {
            channel.shutdownWrites();
        } catch (IOException e) {
            exchange.cut();
        }
        return write(NOTHING);
    }

    /** Returns how many bytes the socket has taken. */
    long written() {
        return written;
    }

    private void proceed() {
        CompletableFuture<Void> taken = underWay;
        if (taken == null) {
            // Woken without a piece: HTTP/2 does so when the stream was reset.
            channel.suspendWrites();
            if (!channel.isOpen()) {
                exchange.cut();
            }
            return;
        }
        try {
            if (!writePiece() || !channel.flush()) {
                channel.resumeWrites();
                return;
            }
        } catch (IOException e) {
            exchange.cut();
            return;
        }
        channel.suspendWrites();
        underWay = null;
        piece = NOTHING;
        taken.complete(null);
    }

    private boolean writePiece() throws IOException {
        int end = piece.limit();
        try {
            while (piece.position() < end) {
                piece.limit(Math.min(end, piece.position() + PART_BYTES));
                int count = channel.write(piece);
                if (count == 0) {
                    return false;
                }
                written += count;
            }
        } finally {
            piece.limit(end);
        }
        return true;
    }
}
